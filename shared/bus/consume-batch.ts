import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { crashPoint } from '../state/crash-point.ts';
import { groupBy } from '../state/group-by.ts';
import { inParallel } from '../state/in-parallel.ts';
import { type Failure, fail, type InboxMessage, putAside } from './failure.ts';
import type { AggregateHandling, ConsumerContext, Handler } from './handlers.ts';
import { parseMessage } from './parse-message.ts';

export type { InboxMessage } from './failure.ts';

/** One call of the inbox queue's batch trigger. */
export interface Batch<C extends ConsumerContext> {
  readonly messages: readonly InboxMessage[];
  readonly handlers: ReadonlyMap<string, Handler<C>>;
  readonly context: ConsumerContext;
  /** The context of one event's handler. */
  contextOf(event: CloudEvent): C;
  /** Milliseconds of wall time; what is not done by then goes out as copies. Default 60 s: the locks last five minutes. */
  readonly deadlineMs?: number;
}

/** What became of the messages of a batch. */
export interface BatchReport {
  readonly handled: number;
  readonly ignored: number;
  readonly failures: readonly Failure[];
}

/** Aggregates in work at a time. */
const WIDTH = 16;
const DEADLINE_MS = 60_000;

/**
 * Hands each message to the handler of its type. Each stands alone: it is done, goes on as a copy, or is a dead letter.
 * Throws only when a message could be brought to none of the three; then the platform delivers the whole batch again,
 * and what was done before is not done twice.
 */
export async function consumeBatch<C extends ConsumerContext>(batch: Batch<C>): Promise<BatchReport> {
  const run: Run<C> = { batch, handled: 0, ignored: 0, failures: [] };
  const jobs: Job<C>[] = [];
  await inParallel(batch.messages, WIDTH, async (message) => {
    const parsed = parseMessage(message.body, batch.handlers);
    if (parsed.kind === 'for-handler') jobs.push({ message, ...parsed });
    else if (parsed.kind === 'ignored') run.ignored++;
    else run.failures.push(await putAside(batch.context, message, parsed));
  });
  await beforeDeadline(run, [...groupBy(jobs, groupOf).values()]);
  await crashPoint('before-settle');
  return run;
}

interface Run<C extends ConsumerContext> {
  readonly batch: Batch<C>;
  handled: number;
  ignored: number;
  readonly failures: Failure[];
}

interface Job<C extends ConsumerContext> {
  readonly message: InboxMessage;
  readonly event: CloudEvent;
  readonly handler: Handler<C>;
}

async function beforeDeadline<C extends ConsumerContext>(run: Run<C>, groups: readonly Job<C>[][]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, run.batch.deadlineMs ?? DEADLINE_MS, 'late');
  });
  let late = false;
  try {
    await inParallel(groups, WIDTH, async (group) => {
      const open = new Set(group);
      if (!late) late = (await Promise.race([workOn(run, group, open), deadline])) === 'late';
      if (late) await cutOff(run, open);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What is under way may still finish: its copies then find that everything has been done. */
async function cutOff<C extends ConsumerContext>(run: Run<C>, open: Set<Job<C>>): Promise<void> {
  const left = [...open];
  open.clear();
  for (const job of left) await goOn(run, job, new Error('The batch took too long.'));
}

/** Jobs leave `open` as soon as something has become of them. */
async function workOn<C extends ConsumerContext>(
  run: Run<C>,
  group: readonly Job<C>[],
  open: Set<Job<C>>,
): Promise<'done'> {
  if (group.length > 1 && (await handledTogether(run, group))) {
    open.clear();
    return 'done';
  }
  for (const job of group) {
    if (!open.has(job)) break;
    await handleOne(run, job);
    open.delete(job);
  }
  return 'done';
}

async function handledTogether<C extends ConsumerContext>(run: Run<C>, group: readonly Job<C>[]): Promise<boolean> {
  try {
    await handle(run, group);
    run.handled += group.length;
    return true;
  } catch {
    return false; // one by one, each finds its own end
  }
}

async function handleOne<C extends ConsumerContext>(run: Run<C>, job: Job<C>): Promise<void> {
  try {
    await handle(run, [job]);
    run.handled++;
  } catch (error) {
    await goOn(run, job, error);
  }
}

async function handle<C extends ConsumerContext>({ batch }: Run<C>, group: readonly Job<C>[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { event, handler } = first;
  if ('handle' in handler.handling) {
    for (const job of group) await handler.handling.handle(job.event, batch.contextOf(job.event));
    return;
  }
  const { aggregate, mode, id } = handler.handling;
  const deciders = new Map<string, AggregateHandling<unknown, unknown>>();
  for (const job of group) if ('decide' in job.handler.handling) deciders.set(job.event.type, job.handler.handling);
  await batch.context.state.apply(
    aggregate,
    { tenantId: event.tenantid, id: id(event) },
    group.map((job) => job.event),
    (current, next) => deciders.get(next.type)?.decide(current, next),
    mode,
  );
}

/** Events of one aggregate, handled in one way, go together; everything else stands alone. */
function groupOf<C extends ConsumerContext>({ message, event, handler }: Job<C>): string {
  if ('handle' in handler.handling) return message.messageId;
  const { aggregate, mode, id } = handler.handling;
  try {
    return JSON.stringify([event.tenantid, aggregate.kind, id(event), mode]);
  } catch {
    return message.messageId; // its handler will throw the same, alone
  }
}

async function goOn<C extends ConsumerContext>(run: Run<C>, { message, event }: Job<C>, error: unknown): Promise<void> {
  run.failures.push(await fail(run.batch.context, message, event, error));
}
