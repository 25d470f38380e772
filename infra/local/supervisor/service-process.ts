import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Opening, Order, Report } from './messages.ts';
import type { Pending, RunningService } from './running-service.ts';
import type { Settings } from './settings.ts';

/** A service in a process of its own. */
export interface ServiceProcess extends RunningService {
  readonly pid: number;
  readonly port: number;
  /** Tells that something was written to the container. */
  committed(container: string): void;
  /** Resolves with how the process ended, when it has. */
  readonly ended: Promise<string>;
}

/** The app cannot run as it is; to start it again would not help. */
export class ServiceRefused extends Error {
  readonly code = 'service-refused';
}

export interface ProcessOptions extends Opening {
  /** The file that the process runs. */
  readonly entry: string;
  readonly settings: Settings;
  readonly pending: Pending;
}

/** How long a process may outlive the deadline it was given. */
const GRACE_MS = 500;

/**
 * Starts a service process and waits until it listens.
 * @throws {ServiceRefused} when its host refuses the app
 */
export async function startProcess({ entry, settings, pending, ...opening }: ProcessOptions): Promise<ServiceProcess> {
  const child = fork(entry, [opening.name], {
    env: { ...process.env, ...settings },
    execArgv: ['--enable-source-maps'],
    // Standard output belongs to the line of JSON that the supervisor prints.
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'json',
  });
  const ended = once(child, 'exit').then(([code, signal]) => (signal ? `by ${signal}` : `with code ${code}`));
  const post = (order: Order) => void (child.connected && child.send(order, () => undefined));

  post({ type: 'open', ...opening });
  const opened = await report(child, ended, opening.name);
  if (opened.type === 'refused') {
    child.kill('SIGKILL');
    throw new ServiceRefused(opened.reason);
  }
  if (opened.type !== 'opened') throw new Error(`${opening.name} answered "${opened.type}" before it was open.`);

  const { port, functions } = opened;
  const entities = functions.flatMap(({ entity }) => entity ?? []);
  return {
    name: opening.name,
    pid: child.pid ?? 0,
    port,
    functions,
    ended,
    committed: (container) => post({ type: 'committed', container }),
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(`http://127.0.0.1:${port}${pathname}${search}`, request));
    },
    async round(now) {
      const waiting = entities.map((entity) => [entity, pending(entity)] as const);
      post({ type: 'round', now, pending: Object.fromEntries(waiting) });
      const answer = await report(child, ended, opening.name);
      if (answer.type === 'moved') return answer;
      throw new Error(
        answer.type === 'failed' ? answer.reason : `${opening.name} answered "${answer.type}" to a round.`,
      );
    },
    async stop(deadlineMs) {
      post({ type: 'stop', deadlineMs });
      const late = setTimeout(() => child.kill('SIGKILL'), deadlineMs + GRACE_MS);
      await ended;
      clearTimeout(late);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The next report, or an error when the process ends before it comes. */
async function report(child: ChildProcess, ended: Promise<string>, name: string): Promise<Report> {
  const stopWaiting = new AbortController();
  try {
    return await Promise.race([
      once(child, 'message', { signal: stopWaiting.signal }).then(([message]) => message as Report),
      ended.then((how) => Promise.reject(new Error(`The process of ${name} ended ${how}.`))),
    ]);
  } finally {
    stopWaiting.abort();
  }
}
