import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/** The product as `npm start` runs it, in processes that can be killed. */
export interface Supervised {
  readonly gateway: string;
  readonly cosmos: { readonly endpoint: string; readonly key: string };
  /** kill -9 of one service, or of everything at once. */
  killService(name: string): Promise<void>;
  killAll(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('start.ts', import.meta.url));

/** Starts it upon a data folder with the tenants of a seed, and resolves when it is ready. Throws what it said when it ended instead. */
export async function startSupervised(data: string, port: number, seed: number): Promise<Supervised> {
  const parameters = [
    '--import',
    'tsx',
    MAIN,
    '--json',
    '--data',
    data,
    '--port',
    String(port),
    '--seed',
    String(seed),
  ];
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'close').then(() => Promise.reject(new Error(`The product did not start:\n${said}`)));
  const ready = once(child.stdout, 'data').then(
    ([line]) => JSON.parse(String(line)) as Pick<Supervised, 'gateway' | 'cosmos'>,
  );
  const { gateway, cosmos } = await Promise.race([ready, ended]);
  ended.catch(() => undefined); // from now on it ends when it is killed
  return {
    gateway,
    cosmos,
    async killService(name) {
      const pid = (await pidsAt(gateway))[name]?.pid;
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
    killAll: () => kill(child),
  };
}

/** A port that is free, so that addresses outlive the processes. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function pidsAt(gateway: string): Promise<Readonly<Record<string, { readonly pid?: number }>>> {
  const response = await fetch(`${gateway}/healthz`);
  const { services } = (await response.json()) as { services: Record<string, { pid?: number }> };
  return services;
}

/** Its children end with the channel to it. */
async function kill(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}
