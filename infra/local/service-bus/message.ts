/** An application property: text, or any other AMQP value in its encoding (base64), which only the wire needs to read. */
export type PropertyValue = string | { readonly amqp: string };

/** Null: taken away. */
export type Properties = Readonly<Record<string, PropertyValue | null>>;

/** A message as the queues know it. What they need not know stays in `bare`, byte for byte as it was sent. */
export interface Message {
  readonly id: string;
  readonly sessionId: string | undefined;
  /** Milliseconds from the moment at which it becomes active; undefined: the entity's default alone counts. */
  readonly timeToLive: number | undefined;
  /** Milliseconds since 1970. */
  readonly scheduledEnqueueTime: number | undefined;
  /** The encoded AMQP message. */
  readonly bare: Buffer;
  /** Application properties that rules, receivers or the broker have changed since it was sent. */
  readonly properties: Properties;
}

export function withProperties(message: Message, properties: Properties): Message {
  if (Object.keys(properties).length === 0) return message;
  return { ...message, properties: { ...message.properties, ...properties } };
}
