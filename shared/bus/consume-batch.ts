import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { crashPoint } from '../state/crash-point.ts';
import type { DeadLetterReason } from '../state/dead-letters.ts';
import { groupBy } from '../state/group-by.ts';
import { inParallel } from '../state/in-parallel.ts';
import type { AggregateHandling, ConsumerContext, Handler } from './handlers.ts';
import { type Parsed, parseMessage } from './parse-message.ts';
import { MAX_ATTEMPTS, retryDelayMs, retryMessageId } from './retry.ts';

/** A message of the inbox queue, as the trigger hands it over. */
export interface InboxMessage {
  readonly body: unknown;
  readonly messageId: string;
  /** See `attemptOf`. */
  readonly attempt: number;
}

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

/** A message that goes on as a copy, or ends as a dead letter. */
export interface Failure {
  readonly messageId: string;
  readonly outcome: 'retried' | DeadLetterReason;
  readonly error: unknown;
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
    else await parkUnread(run, message, parsed);
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
      // What is under way may still finish: its copies then find that everything has been done.
      if (!late) late = (await Promise.race([workOn(run, group, open), deadline])) === 'late';
      if (late) for (const job of open) await goOn(run, job, new Error('The batch took too long.'));
    });
  } finally {
    clearTimeout(timer);
  }
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
    if (!open.has(job)) continue;
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

/** The copy is sent first and the message settled after: a crash in between leaves both, and the effect is one. */
async function goOn<C extends ConsumerContext>(run: Run<C>, job: Job<C>, error: unknown): Promise<void> {
  const { message, event } = job;
  const attempt = message.attempt + 1;
  if (isRefusal(error) && !error.retryable) return park(run, message, event, 'refused', error);
  if (attempt > MAX_ATTEMPTS) return park(run, message, event, 'exhausted', error);
  const { bus, clock } = run.batch.context;
  const messageId = retryMessageId(message.messageId, attempt);
  await crashPoint('before-retry-copy');
  try {
    await bus.sendCopy({ event, messageId, attempt, at: clock.now() + retryDelayMs(attempt, messageId) });
  } catch {
    return park(run, message, event, 'exhausted', error); // no way on: it waits for a person
  }
  run.failures.push({ messageId: message.messageId, outcome: 'retried', error });
}

async function parkUnread<C extends ConsumerContext>(
  run: Run<C>,
  message: InboxMessage,
  { reason, error, event }: Extract<Parsed<C>, { kind: 'dead' }>,
): Promise<void> {
  await park(run, message, event, reason, new Error(error));
}

async function park<C extends ConsumerContext>(
  run: Run<C>,
  { messageId, body, attempt }: InboxMessage,
  event: CloudEvent | undefined,
  reason: DeadLetterReason,
  error: unknown,
): Promise<void> {
  await crashPoint('before-dead-letter');
  const text = error instanceof Error ? error.message : String(error);
  await run.batch.context.state.park({ reason, error: text, content: event ?? { body }, attempt });
  run.failures.push({ messageId, outcome: reason, error });
}
