import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TypedData } from '../app/worker.ts';

type Metadata = Record<string, TypedData>;
type Value = { readonly json: string } | { readonly string: string } | undefined;

/** The metadata of a single message, under the host's names; what a message lacks is left out. */
export function messageMetadata(message: ServiceBusReceivedMessage, body: string): Metadata {
  const metadata: Metadata = {};
  for (const [name, read] of Object.entries(PROPERTIES)) {
    const value = read(message);
    if (value) metadata[name] = value;
  }
  return shadow(metadata, body);
}

/** The metadata of a batch: the same names and `Array`, one entry for each message. */
export function batchMetadata(messages: readonly ServiceBusReceivedMessage[]): Metadata {
  return Object.fromEntries(
    Object.entries(PROPERTIES).flatMap(([name, read]) => {
      const values = messages.map(read);
      return values.some(Boolean) ? [[`${name}Array`, collection(values)]] : [];
    }),
  );
}

function collection(values: readonly Value[]): TypedData {
  if (values.some((value) => value && 'json' in value))
    return { json: `[${values.map((value) => (value && 'json' in value ? value.json : 'null')).join(',')}]` };
  return { collectionString: { string: values.map((value) => (value && 'string' in value ? value.string : '')) } };
}

/** A JSON object as a body lies over the metadata, whatever its properties are called: the host takes them for binding data. */
function shadow(metadata: Metadata, body: string): Metadata {
  for (const [name, value] of Object.entries(jsonObject(body))) {
    if (value === null || Array.isArray(value)) continue;
    const key = Object.keys(metadata).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
    metadata[key] = typeof value === 'object' ? { json: JSON.stringify(value) } : { string: String(value) };
  }
  return metadata;
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

const string = (value: unknown): Value =>
  value === undefined || value === null ? undefined : { string: String(value) };
const json = (value: unknown): Value => (value === undefined ? undefined : { json: JSON.stringify(value) });
const dateTime = (value: Date | undefined): Value => json(value?.toISOString());
const dateTimeOffset = (value: Date | undefined): Value => json(value?.toISOString().replace('Z', '+00:00'));
const applicationProperties = (message: ServiceBusReceivedMessage): Value => json(message.applicationProperties ?? {});

const PROPERTIES: Readonly<Record<string, (message: ServiceBusReceivedMessage) => Value>> = {
  // The wire counts deliveries before this one, .NET this one too.
  DeliveryCount: ({ deliveryCount = 0 }) => json(deliveryCount + 1),
  DeadLetterSource: ({ deadLetterSource }) => string(deadLetterSource),
  LockToken: ({ lockToken }) => string(lockToken),
  ExpiresAt: ({ expiresAtUtc }) => dateTimeOffset(expiresAtUtc),
  ExpiresAtUtc: ({ expiresAtUtc }) => dateTime(expiresAtUtc),
  EnqueuedTime: ({ enqueuedTimeUtc }) => dateTimeOffset(enqueuedTimeUtc),
  EnqueuedTimeUtc: ({ enqueuedTimeUtc }) => dateTime(enqueuedTimeUtc),
  MessageId: ({ messageId }) => string(messageId),
  ContentType: ({ contentType }) => string(contentType),
  ReplyTo: ({ replyTo }) => string(replyTo),
  // A 64-bit number in JSON: the library reads it as a double.
  SequenceNumber: ({ sequenceNumber }) => (sequenceNumber ? { json: sequenceNumber.toString() } : undefined),
  To: ({ to }) => string(to),
  Subject: ({ subject }) => string(subject),
  Label: ({ subject }) => string(subject),
  CorrelationId: ({ correlationId }) => string(correlationId),
  ApplicationProperties: applicationProperties,
  UserProperties: applicationProperties,
  SessionId: ({ sessionId }) => string(sessionId),
  ReplyToSessionId: ({ replyToSessionId }) => string(replyToSessionId),
  PartitionKey: ({ partitionKey }) => string(partitionKey),
  TransactionPartitionKey: (message) => string(message._rawAmqpMessage.messageAnnotations?.['x-opt-via-partition-key']),
};
