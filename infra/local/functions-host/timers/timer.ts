import type { HostedFunction } from '../bindings/functions.ts';
import { nextAttempt } from '../bindings/retry-policy.ts';
import type { TimerTrigger } from '../bindings/timer.ts';
import { createFault } from '../fault.ts';
import type { Work } from '../invocation.ts';
import type { Listener, ListenerContext } from '../listener.ts';
import { timerInfo } from './timer-info.ts';
import { resume, type TimerStatus, type TimerStatusStore } from './timer-status.ts';

export interface TimerListener extends Listener {
  /** Runs the function at once, apart from its schedule. */
  fire(): Promise<void>;
}

/** A run that has come due; `failures` counts its attempts so far. */
interface Occurrence {
  readonly time: number;
  readonly isPastDue: boolean;
  readonly failures: number;
}

/** Runs a timer function on the clock of its host. Runs of one timer never overlap: what comes due meanwhile is left out. */
export function listenToTimer(
  hosted: HostedFunction<TimerTrigger>,
  statuses: TimerStatusStore,
  context: ListenerContext,
): TimerListener {
  const { clock, invoke, mode, log } = context;
  const fault = createFault('The status of the timer', (level, message) => log(hosted.name, level, message));
  const { schedule, runOnStartup, useMonitor } = hosted.trigger;
  let status: TimerStatus | undefined;
  let due: Occurrence | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let cancel = () => {};
  let stopped = false;

  function becomeDue(occurrence: Occurrence): void {
    due = occurrence;
    if (mode === 'wall') running = runDue();
  }

  function wakeAt(time: number, occurrence: Omit<Occurrence, 'time'>): void {
    if (stopped) return;
    cancel = clock.at(time, () => becomeDue({ ...occurrence, time }));
  }

  /** An alarm that rings a little early must not meet the same occurrence twice. */
  function wakeAfter(time: number): void {
    const next = schedule.next(Math.max(time, clock.now()));
    if (next !== undefined) wakeAt(next, { isPastDue: false, failures: 0 });
  }

  async function runDue(): Promise<number> {
    const occurrence = due;
    if (!occurrence || stopped) return 0;
    due = undefined;
    const failures = await attempt(occurrence);
    const delay = failures === 0 ? undefined : nextAttempt(hosted.retry, failures);
    if (delay !== undefined) {
      wakeAt(clock.now() + delay, { ...occurrence, failures });
      return 1;
    }
    await remember(occurrence.time).then(fault.clear, fault.raise);
    wakeAfter(occurrence.time);
    return 1;
  }

  /** The number of failures so far; 0 when the function succeeded. */
  async function attempt({ isPastDue, failures }: Occurrence): Promise<number> {
    try {
      await invoke(hosted, work(hosted, status, isPastDue, failures));
      return 0;
    } catch {
      // The invocation has logged it.
      return failures + 1;
    }
  }

  async function remember(time: number): Promise<void> {
    const last = Math.max(time, clock.now());
    const next = schedule.next(last);
    if (!useMonitor || next === undefined) return;
    status = { last, next, lastUpdated: last };
    await statuses.write(hosted.name, status);
  }

  return {
    functionName: hosted.name,
    get fault() {
      return fault.text;
    },
    async start() {
      const now = clock.now();
      if (useMonitor) {
        status = resume(schedule, await statuses.read(hosted.name), now);
        if (status) await statuses.write(hosted.name, status);
      }
      const isPastDue = status !== undefined && now > status.next;
      if (isPastDue || runOnStartup) becomeDue({ time: now, isPastDue, failures: 0 });
      else wakeAfter(now);
    },
    get mayMove() {
      return due !== undefined;
    },
    round: runDue,
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
    async kill() {
      stopped = true;
      cancel();
    },
    async fire() {
      await invoke(hosted, work(hosted, status, false, 0));
    },
  };
}

function work(
  hosted: HostedFunction<TimerTrigger>,
  status: TimerStatus | undefined,
  isPastDue: boolean,
  retryCount: number,
): Work {
  const { bindingName, schedule } = hosted.trigger;
  return {
    inputData: [{ name: bindingName, data: { json: timerInfo(schedule, status, isPastDue) } }],
    ...(hosted.retry ? { retryContext: { retryCount, maxRetryCount: hosted.retry.maxRetryCount } } : {}),
  };
}
