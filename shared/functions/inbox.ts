import type { InvocationContext } from '@azure/functions';
import { consumeBatch, type InboxMessage } from '../bus/consume-batch.ts';
import type { Failure } from '../bus/failure.ts';
import type { Handler } from '../bus/handlers.ts';
import { attemptOf } from '../bus/message.ts';
import { waitsUntil } from '../bus/retry.ts';
import { digest } from '../state/digest.ts';
import { type Context, contextOf } from './context.ts';
import type { Runtime } from './runtime.ts';
import { inMessageSpans, inSpan, type MessageSpan } from './telemetry/spans.ts';

/** One batch of the inbox queue. Each message stands alone, and goes on in the trace of what sent it. */
export async function handleInbox(
  runtime: Runtime,
  handlers: ReadonlyMap<string, Handler<Context>>,
  bodies: unknown,
  host: InvocationContext,
): Promise<void> {
  const messages = messagesOf(bodies, host.triggerMetadata);
  const spans = messages.map(({ body }) => spanOf(body));
  const links = spans.map(({ traceparent }) => traceparent);
  await inSpan('inbox', { kind: 'consumer', links }, async (traceparent) => {
    const context = contextOf(runtime, host, { correlationId: host.invocationId, traceparent });
    const consume = () =>
      consumeBatch({
        messages,
        handlers,
        context,
        contextOf: ({ correlationid, tenantid, traceparent: sender = traceparent }) =>
          contextOf(runtime, host, { correlationId: correlationid, tenantId: tenantid, traceparent: sender }),
      });
    const { handled, ignored, failures } = await inMessageSpans(spans, consume);
    for (const failure of failures) tell(context, failure);
    context.log.debug('inbox', { messages: messages.length, handled, ignored });
  });
}

function tell({ log }: Context, failure: Failure): void {
  const { messageId, outcome, error } = failure;
  if (outcome !== 'retried') log.error('a message was put aside', { ...failure });
  else if (waitsUntil(error) === undefined) log.warn('a message will be tried again', { ...failure });
  else log.debug('a message waits', { messageId, because: String(error) });
}

/** The host hands over the bodies, and each property of the messages as an array beside them. */
function messagesOf(bodies: unknown, metadata: InvocationContext['triggerMetadata'] = {}): InboxMessage[] {
  const { messageIdArray, applicationPropertiesArray }: Record<string, unknown> = metadata;
  const at = (array: unknown, index: number): unknown => (Array.isArray(array) ? array[index] : undefined);
  return (Array.isArray(bodies) ? bodies : [bodies]).map((body: unknown, index) => ({
    body,
    messageId: String(at(messageIdArray, index) ?? idOf(body)),
    attempt: attemptOf(at(applicationPropertiesArray, index)),
  }));
}

/** Retry copies are named after the message, so no two messages may share a name. */
function idOf(body: unknown): string {
  const { id }: { id?: unknown } = Object(body);
  return typeof id === 'string' ? id : digest(JSON.stringify(body) ?? '');
}

function spanOf(body: unknown): MessageSpan {
  const { type, traceparent }: { type?: unknown; traceparent?: unknown } = Object(body);
  return { name: `handle ${String(type)}`, traceparent: typeof traceparent === 'string' ? traceparent : undefined };
}
