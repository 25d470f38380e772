import type { InvocationContext } from '@azure/functions';
import { consumeBatch, type InboxMessage } from '../bus/consume-batch.ts';
import type { Handler } from '../bus/handlers.ts';
import { attemptOf } from '../bus/message.ts';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { type Context, contextOf } from './context.ts';
import type { Runtime } from './runtime.ts';
import { inSpan } from './telemetry/spans.ts';

/** One batch of the inbox queue. Each message stands alone; the span of the batch links to what sent each of them. */
export async function handleInbox(
  runtime: Runtime,
  handlers: ReadonlyMap<string, Handler<Context>>,
  bodies: unknown,
  host: InvocationContext,
): Promise<void> {
  const messages = messagesOf(bodies, host.triggerMetadata);
  const links = messages.map(({ body }) => traceparentOf(body));
  await inSpan('inbox', { kind: 'consumer', links }, async (traceparent) => {
    const context = contextOf(runtime, host, { correlationId: host.invocationId, traceparent });
    const report = await consumeBatch({
      messages,
      handlers,
      context,
      contextOf: (event: CloudEvent) =>
        contextOf(runtime, host, {
          correlationId: event.correlationid,
          tenantId: event.tenantid,
          traceparent: event.traceparent ?? traceparent,
        }),
    });
    for (const { messageId, outcome, error } of report.failures)
      context.log.warn('a message was not handled', { messageId, outcome, error });
    context.log.debug('inbox', { messages: messages.length, handled: report.handled, ignored: report.ignored });
  });
}

/** The host hands over the bodies, and each property of the messages as an array beside them. */
function messagesOf(bodies: unknown, metadata: InvocationContext['triggerMetadata'] = {}): InboxMessage[] {
  const { messageIdArray, applicationPropertiesArray }: Record<string, unknown> = metadata;
  const at = (array: unknown, index: number): unknown => (Array.isArray(array) ? array[index] : undefined);
  return (Array.isArray(bodies) ? bodies : [bodies]).map((body: unknown, index) => ({
    body,
    messageId: String(at(messageIdArray, index) ?? `${index}`),
    attempt: attemptOf(at(applicationPropertiesArray, index)),
  }));
}

function traceparentOf(body: unknown): string | undefined {
  const { traceparent }: { traceparent?: unknown } = Object(body);
  return typeof traceparent === 'string' ? traceparent : undefined;
}
