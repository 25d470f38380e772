import { setTimeout as pause } from 'node:timers/promises';
import { routesOf } from './routes.ts';
import type { ServiceProcess } from './service-process.ts';

export type KeptState = 'running' | 'down' | 'stopped';

/** A service that is started again whenever its process ends. */
export interface KeptService {
  readonly name: string;
  readonly state: KeptState;
  /** Whether it declares a route for this method and path, also while it is down. */
  readonly routes: (method: string, path: string) => boolean;
  /** The process of this moment; undefined while there is none. */
  readonly process: ServiceProcess | undefined;
  /** Ends it for good. */
  stop(deadlineMs: number): Promise<void>;
}

export interface KeepOptions {
  readonly start: () => Promise<ServiceProcess>;
  readonly say: (line: string) => void;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
/** Whoever has lived this long has recovered: the next delay is short again. */
const RECOVERED_MS = 30_000;

/** Keeps a started service running; each failure in a row doubles the wait before the next attempt. */
export function keepRunning(first: ServiceProcess, { start, say }: KeepOptions): KeptService {
  const { name } = first;
  const stopped = new AbortController();
  let current: ServiceProcess | undefined = first;
  const kept = keep();

  async function keep(): Promise<void> {
    let delay = FIRST_DELAY_MS;
    while (!stopped.signal.aborted) {
      const began = performance.now();
      const how = current ? await current.ended : 'before it was ready';
      current = undefined;
      if (stopped.signal.aborted) return;
      if (performance.now() - began > RECOVERED_MS) delay = FIRST_DELAY_MS;
      say(`${name} ended ${how}; it is started again in ${delay} ms`);
      await pause(delay, undefined, { signal: stopped.signal }).catch(() => undefined);
      delay = Math.min(delay * 2, LONGEST_DELAY_MS);
      if (!stopped.signal.aborted) current = await attempt();
    }
  }

  async function attempt(): Promise<ServiceProcess | undefined> {
    try {
      const next = await start();
      say(`${name} is back (process ${next.pid})`);
      return next;
    } catch (error) {
      say(`${name} cannot be started: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  return {
    name,
    routes: routesOf(first.functions),
    get state() {
      if (stopped.signal.aborted) return 'stopped';
      return current ? 'running' : 'down';
    },
    get process() {
      return current;
    },
    async stop(deadlineMs) {
      stopped.abort();
      await current?.stop(deadlineMs);
      await kept;
      // Started while the stop was asked for.
      await current?.stop(deadlineMs);
    },
  };
}
