import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Work } from '../invocation.ts';
import { batchMetadata, messageMetadata } from './metadata.ts';

/** What a function of one message is handed, under the trace of its sender. */
export function messageInput(bindingName: string, message: ServiceBusReceivedMessage): Work {
  const text = bodyText(message);
  const { applicationProperties: properties } = message;
  const parent = properties?.['traceparent'] ?? properties?.['Diagnostic-Id'];
  return {
    inputData: [{ name: bindingName, data: { string: text } }],
    triggerMetadata: messageMetadata(message, text),
    caller: { traceParent: parent?.toString(), traceState: properties?.['tracestate']?.toString() },
  };
}

/** What a function of many messages is handed: many senders, so a trace of its own. */
export function batchInput(bindingName: string, messages: readonly ServiceBusReceivedMessage[]): Work {
  return {
    inputData: [{ name: bindingName, data: { collectionString: { string: messages.map(bodyText) } } }],
    triggerMetadata: batchMetadata(messages),
  };
}

/** Bytes become text, as the host hands them to Node. A body of any other AMQP type cannot be read by the .NET trigger either. */
function bodyText({ body, messageId }: ServiceBusReceivedMessage): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  throw new TypeError(`The body of message "${messageId}" is an AMQP value or sequence; a trigger reads data alone.`);
}
