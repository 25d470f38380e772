import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { crashPoint } from '../state/crash-point.ts';
import type { DeadLetterReason } from '../state/dead-letters.ts';
import type { ConsumerContext } from './handlers.ts';
import { MAX_ATTEMPTS, retryDelayMs, retryMessageId, waitMessageId, waitsUntil } from './retry.ts';

/** A message of the inbox queue, as the trigger hands it over. */
export interface InboxMessage {
  readonly body: unknown;
  readonly messageId: string;
  /** See `attemptOf`. */
  readonly attempt: number;
}

/** A message that was not handled, and what has become of it: it goes on as a copy, or is a dead letter. */
export interface Failure {
  readonly messageId: string;
  readonly outcome: 'retried' | DeadLetterReason;
  readonly error: unknown;
}

/** After an error: a copy later, or at its end a dead letter. Rejects when neither can be written. */
export async function fail(
  context: ConsumerContext,
  message: InboxMessage,
  event: CloudEvent,
  error: unknown,
): Promise<Failure> {
  if (isRefusal(error) && !error.retryable) return putAside(context, message, { event, reason: 'refused', error });
  const at = waitsUntil(error);
  if (at === undefined && message.attempt >= MAX_ATTEMPTS)
    return putAside(context, message, { event, reason: 'exhausted', error });
  try {
    await (at === undefined ? sendLater(context, message, event) : sendAt(context, message, event, at));
    return { messageId: message.messageId, outcome: 'retried', error };
  } catch {
    return putAside(context, message, { event, reason: 'exhausted', error }); // no way on: it waits for a person
  }
}

/** Makes a message a dead letter. */
export async function putAside(
  { state }: ConsumerContext,
  { messageId, body, attempt }: InboxMessage,
  {
    event,
    reason,
    error,
  }: { readonly event: CloudEvent | undefined; readonly reason: DeadLetterReason; readonly error: unknown },
): Promise<Failure> {
  await crashPoint('before-dead-letter');
  const text = error instanceof Error ? error.message : String(error);
  await state.park({ reason, error: text, content: event ?? { body }, attempt });
  return { messageId, outcome: reason, error };
}

/** The copy is sent first and the message settled after: a crash in between leaves both, and the effect is one. */
async function sendLater({ bus, clock }: ConsumerContext, message: InboxMessage, event: CloudEvent): Promise<void> {
  const attempt = message.attempt + 1;
  const messageId = retryMessageId(message.messageId, attempt);
  await crashPoint('before-retry-copy');
  await bus.sendCopy({ event, messageId, attempt, at: clock.now() + retryDelayMs(attempt, messageId) });
}

/** To wait for a limit is no failure, so it does not count as one. */
async function sendAt({ bus }: ConsumerContext, message: InboxMessage, event: CloudEvent, at: number): Promise<void> {
  await crashPoint('before-retry-copy');
  await bus.sendCopy({ event, messageId: waitMessageId(message.messageId, at), attempt: message.attempt, at });
}
