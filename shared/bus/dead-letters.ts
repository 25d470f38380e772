import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { isRefusal, Refusal } from '../contracts/refusal.ts';
import type { Change } from '../state/aggregate.ts';
import { type DeadLetter, type DeadLetterReason, deadLetter, deadLetterList } from '../state/dead-letters.ts';
import type { ChangeOptions } from '../state/state.ts';
import type { ConsumerContext } from './handlers.ts';

/**
 * Sends a dead letter's event again, to this service alone. Throws Refusal `dead-letter-unknown`, or
 * `dead-letter-not-replayable` for what is no event or was discarded.
 */
export async function replay(
  context: ConsumerContext,
  tenantId: string,
  id: string,
  options: ChangeOptions,
): Promise<void> {
  const found = await context.state.load(deadLetter, tenantId, id);
  if (!found) throw unknown(id);
  await send(context, id, found.state);
  // Marked after it was sent: a crash in between leaves it waiting. The ETag: by now it may have come back.
  const at = new Date(context.clock.now()).toISOString();
  try {
    const mark = (current: DeadLetter | undefined) => current && replayedAt(current, at);
    await context.state.change(deadLetter, { tenantId, id }, mark, { ...options, ifMatch: found.etag });
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'stale') throw error;
  }
}

/** Replays waiting dead letters, the oldest first. Returns how many; the list follows within a moment. */
export async function replayMany(
  context: ConsumerContext,
  tenantId: string,
  { reason, limit }: { readonly reason?: DeadLetterReason; readonly limit: number },
  options: Omit<ChangeOptions, 'once'>,
): Promise<number> {
  const filter = { status: 'waiting', ...(reason && { reason }) };
  const { items } = await context.state.list(tenantId, deadLetterList, { filter, sort: 'parkedAt', limit });
  for (const { id } of items) await replay(context, tenantId, id, options);
  return items.length;
}

/** Gives a dead letter up, for a reason that stays on record. Throws Refusal `dead-letter-unknown`. */
export async function discard(
  { state, clock }: ConsumerContext,
  tenantId: string,
  id: string,
  reason: string,
  options: ChangeOptions,
): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  const giveUp = (current: DeadLetter | undefined) => {
    if (!current) throw unknown(id);
    return current.status.kind === 'discarded' ? undefined : discardedAt(current, at, reason);
  };
  await state.change(deadLetter, { tenantId, id }, giveUp, options);
}

function replayedAt(letter: DeadLetter, at: string): Change<DeadLetter> {
  return {
    state: { ...letter, status: { kind: 'replayed', at }, replays: letter.replays + 1 },
    audit: { action: 'dead-letter.replayed' },
  };
}

function discardedAt(letter: DeadLetter, at: string, reason: string): Change<DeadLetter> {
  return {
    state: { ...letter, status: { kind: 'discarded', at, reason } },
    audit: { action: 'dead-letter.discarded', detail: { reason } },
  };
}

async function send({ bus }: ConsumerContext, id: string, letter: DeadLetter): Promise<void> {
  if (letter.content.kind === 'text' || letter.status.kind === 'discarded') throw notReplayable(id);
  const event: CloudEvent = letter.content.event;
  if (letter.reason !== 'too-large')
    return bus.sendCopy({ event, messageId: `${id}:p${letter.replays + 1}`, attempt: 0 });
  const tooLarge = await bus.publish([event]);
  if (tooLarge.length > 0) throw notReplayable(id);
}

function unknown(id: string): Refusal {
  return new Refusal('dead-letter-unknown', `There is no dead letter ${id}.`);
}

function notReplayable(id: string): Refusal {
  return new Refusal('dead-letter-not-replayable', `Dead letter ${id} cannot be sent again.`);
}
