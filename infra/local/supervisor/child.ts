import { type Alarm, type DrivenClock, drivenClock, wallClock } from '../clock/clock.ts';
import type { OnCommit } from '../functions-host/cosmos/waker.ts';
import { messageOf } from '../functions-host/errors.ts';
import { type Host, openHost } from '../functions-host/host.ts';
import { declaredFunctions } from './declared-functions.ts';
import { logLine } from './log-line.ts';
import type { Opening, Order, Report } from './messages.ts';
import { timerFile } from './timer-file.ts';

// The process of one service. It belongs to the supervisor: a terminal's signals are not for it, and it ends with the channel.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.stderr.on('error', () => undefined); // the terminal may be gone
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);

const FAULTS_EVERY_MS = 500;

/** The service of this process, once it is open. */
interface Open {
  readonly host: Host;
  readonly clock: DrivenClock | undefined;
}

const commitListeners = new Set<Parameters<OnCommit>[0]>();
const pending = new Map<string, number>();
let current: Open | undefined;
let toldFaults = '{}';

process.on('message', (order: Order) => {
  follow(order).catch((error) => tell({ type: 'failed', reason: messageOf(error) }));
});

async function follow(order: Order): Promise<void> {
  switch (order.type) {
    case 'open':
      return open(order);
    case 'round':
      return round(order.now, order.pending);
    case 'time':
      return current?.clock?.jumpTo(order.now);
    case 'committed':
      for (const listener of commitListeners) listener(order);
      return;
    case 'stop':
      await current?.host.drain(order.deadlineMs);
      process.exit(0);
  }
}

async function open({ name, root, mode, now, timerFile: file }: Opening): Promise<void> {
  const driven = mode === 'driven' ? drivenClock(now) : undefined;
  const clock: Alarm = driven ?? wallClock;
  (globalThis as Record<symbol, unknown>)[Symbol.for('omd.clock')] = clock;
  try {
    const host = await openHost({
      root,
      name,
      clock,
      mode,
      log: (entry) => process.stderr.write(logLine(name, entry)),
      onCommit: (listener) => {
        commitListeners.add(listener);
        return () => void commitListeners.delete(listener);
      },
      ...(driven && { pending: (entity) => pending.get(entity) }),
      ...(file !== undefined && { timerStatus: timerFile(file) }),
    });
    for (const warning of host.warnings)
      process.stderr.write(logLine(name, { level: 'warning', category: 'system', message: warning }));
    const port = await host.listen(0);
    await host.start();
    current = { host, clock: driven };
    setInterval(tellFaults, FAULTS_EVERY_MS, host).unref();
    tell({ type: 'opened', port, functions: declaredFunctions(host.functions) });
  } catch (error) {
    tell({ type: 'refused', reason: messageOf(error) });
  }
}

async function round(now: number, waiting: Readonly<Record<string, number>>): Promise<void> {
  if (!current?.clock) throw new Error('Only a driven service goes round.');
  const { host, clock } = current;
  for (const [entity, count] of Object.entries(waiting)) pending.set(entity, count);
  clock.jumpTo(now);
  const moved = await host.round();
  tell({ type: 'moved', moved, next: clock.next() });
}

function tellFaults({ state: { faults } }: Host): void {
  const now = JSON.stringify(faults);
  if (now !== toldFaults) tell({ type: 'faults', faults });
  toldFaults = now;
}

/** Without the callback, a supervisor that ends at this moment would be an error of this process. */
function tell(report: Report): void {
  process.send?.(report, () => undefined);
}
