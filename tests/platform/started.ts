import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The two services of the slice app, started as a person starts the product. */
export interface Started {
  readonly gateway: string;
  readonly process: ChildProcess;
  /** What it has said so far. */
  said(): string;
  /** Process ids of the services, by name, as `/healthz` tells them. */
  pids(): Promise<Readonly<Record<string, number>>>;
  health(): Promise<Health>;
  /** Ends it with a signal; resolves with the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Health {
  readonly status: string;
  readonly services: Readonly<Record<string, { readonly status: string; readonly pid?: number }>>;
}

/** How a start ended that did not become ready. */
export interface Refused {
  readonly code: number | null;
  readonly said: string;
}

/** A folder for the data of a test. */
export async function dataFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'platform-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Starts upon a data folder, at any free port. Throws what it said when it ended instead; nothing outlives the test. */
export async function started(data: string, options: readonly string[] = [], settings = {}): Promise<Started> {
  const outcome = await start(settings, '--data', data, '--port', '0', ...options);
  if ('code' in outcome) throw new Error(outcome.said);
  onTestFinished(() => void outcome.process.kill('SIGKILL'));
  return outcome;
}

/** Starts with more settings and options; resolves when it is ready, or with what it said when it ended instead. */
export async function start(settings: NodeJS.ProcessEnv, ...options: string[]): Promise<Started | Refused> {
  const script = fileURLToPath(new URL('../slice-app/start.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, '--json', ...options], {
    stdio: 'pipe',
    env: { ...process.env, ...settings },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  const ready = once(child.stdout, 'data').then(([line]) => JSON.parse(String(line)) as { gateway: string });
  const outcome = await Promise.race([ended, ready]);
  if ('code' in outcome) return outcome;

  const { gateway } = outcome;
  const health = async () => (await (await fetch(`${gateway}/healthz`)).json()) as Health;
  return {
    gateway,
    process: child,
    said: () => said,
    health,
    async pids() {
      const { services } = await health();
      return Object.fromEntries(Object.entries(services).map(([name, { pid = 0 }]) => [name, pid]));
    },
    async end(signal) {
      child.kill(signal);
      return (await ended).code;
    },
  };
}

/** Asks again and again until the answer is not undefined. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

/** Whether a process of that id exists. */
export function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
