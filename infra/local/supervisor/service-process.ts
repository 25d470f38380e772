import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { OnCommit } from '../functions-host/cosmos/waker.ts';
import type { Opening, Order, Report } from './messages.ts';
import type { Faults, Pending, RunningService } from './running-service.ts';
import type { Settings } from './settings.ts';

/** A service in a process of its own. */
export interface ServiceProcess extends RunningService {
  readonly pid: number;
  readonly port: number;
  readonly faults: Faults;
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
  readonly onCommit: OnCommit;
}

const NOT_QUIET = Number.NEGATIVE_INFINITY;

/** How long a process may outlive the deadline it was given. */
const GRACE_MS = 500;

/**
 * Starts a service process and waits until it listens.
 * @throws {ServiceRefused} when its host refuses the app
 */
export async function startProcess({
  entry,
  settings,
  pending,
  onCommit,
  ...opening
}: ProcessOptions): Promise<ServiceProcess> {
  const child = fork(entry, [opening.name], {
    env: { ...process.env, ...settings },
    execArgv: ['--enable-source-maps'],
    // Standard output belongs to the line of JSON that the supervisor prints.
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'json',
  });
  const ended = once(child, 'exit').then(([code, signal]) => manner(code, signal));
  const post = (order: Order) => void (child.connected && child.send(order, () => undefined));

  post({ type: 'open', ...opening });
  const opened = await nextAnswer(child, opening.name);
  if (opened.type !== 'opened') {
    child.kill('SIGKILL');
    throw new ServiceRefused('reason' in opened ? opened.reason : `${opening.name} went round before it was open.`);
  }

  const { port, functions } = opened;
  const entities = functions.flatMap(({ entity }) => entity ?? []);
  /** Driven: before this moment there is nothing to go round for, unless messages wait. */
  let quietUntil = NOT_QUIET;
  const unsubscribe = onCommit(({ database, container }) => {
    const reads = functions.some(({ feed }) => feed?.database === database && feed.container === container);
    if (!reads) return;
    quietUntil = NOT_QUIET;
    post({ type: 'committed', database, container });
  });
  ended.then(unsubscribe);
  let faults: Faults = {};
  child.on('message', (message: Report) => {
    if (message.type === 'faults') ({ faults } = message);
  });
  return {
    name: opening.name,
    pid: child.pid ?? 0,
    port,
    functions,
    ended,
    get faults() {
      return faults;
    },
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(`http://127.0.0.1:${port}${pathname}${search}`, request));
    },
    async round(now) {
      const waiting = entities.map((entity) => [entity, pending(entity)] as const);
      if (now < quietUntil && waiting.every(([, count]) => count === 0)) {
        post({ type: 'time', now });
        return { moved: 0, next: quietUntil };
      }
      // What is committed from here on may come too late for this round.
      quietUntil = Number.POSITIVE_INFINITY;
      post({ type: 'round', now, pending: Object.fromEntries(waiting) });
      const answer = await nextAnswer(child, opening.name);
      if (answer.type !== 'moved')
        throw new Error('reason' in answer ? answer.reason : `${opening.name} answered "${answer.type}" to a round.`);
      quietUntil = answer.moved > 0 ? NOT_QUIET : Math.min(quietUntil, answer.next ?? Number.POSITIVE_INFINITY);
      return answer;
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

/** The next answer to an order, or an error when the process has ended or ends before it comes. */
function nextAnswer(child: ChildProcess, name: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    const hear = (report: Report) => {
      if (report.type === 'faults') return;
      leave();
      resolve(report);
    };
    const mourn = (code: number | null, signal: NodeJS.Signals | null) => {
      leave();
      reject(new Error(`The process of ${name} ended ${manner(code, signal)}.`));
    };
    const leave = () => child.off('message', hear).off('exit', mourn).off('error', reject);
    if (child.exitCode !== null || child.signalCode !== null) mourn(child.exitCode, child.signalCode);
    else child.on('message', hear).on('exit', mourn).on('error', reject);
  });
}

function manner(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `by ${signal}` : `with code ${code}`;
}
