import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The stand-ins, by the names that commands and results carry. */
export type StandInName = 'service-bus' | 'cosmos';

/** A server in a process of its own. */
export interface ServerProcess {
  /** The first line that it printed: where it can be reached. */
  readonly address: string;
  /** From the start of the process until it could be reached, in milliseconds. */
  readonly startedInMs: number;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

const STAND_IN = fileURLToPath(new URL('server.ts', import.meta.url));

/** Starts a stand-in over a folder, new or left behind by the one before; without one, in memory. */
export function startStandIn(name: StandInName, folder?: string): Promise<ServerProcess> {
  return startServer(STAND_IN, folder === undefined ? [name] : [name, folder]);
}

/** Runs a program and waits for the line with its address. */
export async function startServer(program: string, args: readonly string[] = []): Promise<ServerProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const address = await Promise.race([firstLine(child), exited.then(() => undefined)]);
  if (address === undefined) throw new Error(`${program} ${args.join(' ')} ended while it started.`);
  return {
    address,
    startedInMs: performance.now() - started,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (!stdout) return undefined;
  const [line] = await once(createInterface({ input: stdout }), 'line');
  return line;
}
