import { randomUUID } from 'node:crypto';
import type { Entry } from '../entry.ts';
import { ServiceBusError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Message, Properties, PropertyValue } from '../message.ts';
import type { FilterView } from '../sql-filter/evaluate.ts';
import type { Value } from '../sql-filter/syntax.ts';
import { SECTION, type Sections, sectionsOf } from './sections.ts';
import * as amqp from './types.ts';
import { uuidText } from './uuid.ts';

/*
 * A broker hands a message on byte for byte: decoding and encoding it again through JavaScript's values would lose types
 * (byte, char, decimal, timespan, several body sections). So only the header, the annotations and what has changed are
 * written anew.
 */

/** Fields of the properties section, by their places in its list. */
const FIELD = {
  messageId: 0,
  to: 2,
  subject: 3,
  replyTo: 4,
  correlationId: 5,
  contentType: 6,
  sessionId: 10,
  replyToSessionId: 12,
} as const;

const SCHEDULED_ENQUEUE_TIME = 'x-opt-scheduled-enqueue-time';

/** Reads what the queues need to know. Throws `amqp:decode-error`, or `com.microsoft:argument-error` over the property limit. */
export function readMessage(bytes: Buffer): Message {
  const sections = sectionsOf(bytes);
  assertPropertiesSize(sections);
  const header = fieldsOf(sections.header);
  const properties = fieldsOf(sections.properties);
  const annotations = amqp.entriesOf(sections.messageAnnotations && amqp.decode(sections.messageAnnotations));
  const given = idOf(properties[FIELD.messageId]);
  // The service gives an id to a message without one; a client's lock renewal needs it.
  const id = given ?? randomUUID().replaceAll('-', '');
  return {
    id,
    sessionId: amqp.textOf(properties[FIELD.sessionId]),
    timeToLive: amqp.numberOf(header[2]),
    scheduledEnqueueTime: amqp.numberOf(annotations.get(SCHEDULED_ENQUEUE_TIME)),
    bare: given === undefined ? withMessageId(sections, properties, id) : bytes,
    properties: {},
  };
}

/** The messages of a batch (message format 0x80013700): each is a data section of the outer one. */
export function readBatch(bytes: Buffer): Message[] {
  return sectionsOf(bytes).body.map((section) => {
    const inner: unknown = amqp.decode(section).value;
    if (!Buffer.isBuffer(inner)) throw new ServiceBusError('amqp:decode-error', 'A batch must hold encoded messages.');
    return readMessage(inner);
  });
}

export interface DeliveryOptions {
  /** Milliseconds since 1970; undefined: it is not locked. */
  readonly lockedUntil?: number | undefined;
  readonly omitBody?: boolean;
}

/** The message as a receiver gets it. */
export function encodeDelivery(entry: Entry, { lockedUntil, omitBody = false }: DeliveryOptions = {}): Buffer {
  const sections = sectionsOf(entry.message.bare);
  return Buffer.concat([
    amqp.encode(headerOf(entry, fieldsOf(sections.header)), annotationsOf(entry, sections, lockedUntil)),
    ...(sections.properties ? [sections.properties] : []),
    ...applicationPropertiesOf(sections, entry.message.properties),
    ...(omitBody ? [] : sections.body),
    ...(sections.footer ? [sections.footer] : []),
  ]);
}

/** What filters and actions see. */
export function filterView({ bare, properties, id }: Message): FilterView {
  const sections = sectionsOf(bare);
  const fields = fieldsOf(sections.properties);
  const subject = amqp.textOf(fields[FIELD.subject]) ?? null;
  const application = new Map<string, Value>();
  for (const [name, value] of changedProperties(sections, properties)) application.set(name, filterValueOf(value));
  return {
    application,
    system: {
      messageid: id,
      label: subject,
      subject,
      to: amqp.textOf(fields[FIELD.to]) ?? null,
      replyto: amqp.textOf(fields[FIELD.replyTo]) ?? null,
      correlationid: idOf(fields[FIELD.correlationId]) ?? null,
      contenttype: amqp.textOf(fields[FIELD.contentType]) ?? null,
      sessionid: amqp.textOf(fields[FIELD.sessionId]) ?? null,
      replytosessionid: amqp.textOf(fields[FIELD.replyToSessionId]) ?? null,
    },
  };
}

/** A value that an action has computed, as a property; undefined takes the property away. */
export function encodeValue(value: Value | undefined): PropertyValue | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  return encoded(typedOf(value));
}

/** The application properties in a map that a receiver has sent along. */
export function propertiesOf(map: amqp.Typed | undefined): Properties {
  return Object.fromEntries(
    [...amqp.entriesOf(map)].map(([name, value]) => [name, amqp.textOf(value) ?? encoded(value)]),
  );
}

export function filterValueOf(typed: amqp.Typed): Value {
  const value: unknown = typed.value;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Buffer.isBuffer(value) && value.length === 16) return uuidText(value);
  return amqp.numberOf(typed) ?? null;
}

export function typedOf(value: Exclude<Value, string>): amqp.Typed {
  if (value === null) return amqp.nothing();
  if (typeof value === 'boolean') return amqp.boolean(value);
  return Number.isInteger(value) ? amqp.long(value) : amqp.double(value);
}

const encoded = (value: amqp.Typed): PropertyValue => ({ amqp: amqp.encode(value).toString('base64') });

function fieldsOf(section: Buffer | undefined): amqp.Typed[] {
  return section ? amqp.itemsOf(amqp.decode(section)) : [];
}

/** A message id is a text, a number or bytes. */
function idOf(field: amqp.Typed | undefined): string | undefined {
  const value: unknown = field?.value;
  if (value === undefined || value === null) return undefined;
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}

function assertPropertiesSize({ messageAnnotations, properties, applicationProperties }: Sections): void {
  const size = [messageAnnotations, properties, applicationProperties].reduce(
    (total, section) => total + (section?.length ?? 0),
    0,
  );
  if (size <= LIMITS.propertiesSize) return;
  throw new ServiceBusError(
    'com.microsoft:argument-error',
    `The properties of the message (${size} bytes) exceed the limit (${LIMITS.propertiesSize} bytes).`,
  );
}

function withMessageId(sections: Sections, properties: readonly amqp.Typed[], id: string): Buffer {
  return Buffer.concat([
    ...[sections.header, sections.messageAnnotations].filter((section) => section !== undefined),
    amqp.encode(amqp.composite(SECTION.properties, [amqp.string(id), ...properties.slice(1)])),
    ...(sections.applicationProperties ? [sections.applicationProperties] : []),
    ...sections.body,
    ...(sections.footer ? [sections.footer] : []),
  ]);
}

/** Like the service: `durable` and `first-acquirer` are always there, and false. */
function headerOf({ message, deliveryCount }: Entry, sent: readonly amqp.Typed[]): amqp.Typed {
  return amqp.composite(SECTION.header, [
    amqp.boolean(sent[0]?.value === true),
    sent[1] ?? amqp.nothing(),
    message.timeToLive === undefined ? amqp.nothing() : amqp.uint(message.timeToLive),
    amqp.boolean(false),
    amqp.uint(deliveryCount),
  ]);
}

function annotationsOf(entry: Entry, sections: Sections, lockedUntil: number | undefined): amqp.Typed {
  const annotations = amqp.entriesOf(sections.messageAnnotations && amqp.decode(sections.messageAnnotations));
  annotations.set('x-opt-sequence-number', amqp.long(entry.sequenceNumber));
  annotations.set('x-opt-enqueue-sequence-number', amqp.long(entry.enqueuedSequenceNumber));
  annotations.set('x-opt-enqueued-time', amqp.timestamp(entry.enqueuedTime));
  annotations.set('x-opt-message-state', amqp.int(messageState(entry)));
  if (lockedUntil !== undefined) annotations.set('x-opt-locked-until', amqp.timestamp(lockedUntil));
  if (entry.deadLetterSource !== undefined)
    annotations.set('x-opt-deadletter-source', amqp.string(entry.deadLetterSource));
  return amqp.described(
    SECTION.messageAnnotations,
    amqp.map([...annotations].map(([name, value]) => [amqp.symbol(name), value])),
  );
}

/** 0 active, 1 deferred, 2 scheduled: the service says so of a message that was scheduled even when it is received. */
function messageState({ state, message }: Entry): number {
  if (state.kind === 'deferred' || (state.kind === 'locked' && state.from === 'deferred')) return 1;
  return message.scheduledEnqueueTime === undefined ? 0 : 2;
}

function applicationPropertiesOf(sections: Sections, changes: Properties): Buffer[] {
  if (Object.keys(changes).length === 0) return sections.applicationProperties ? [sections.applicationProperties] : [];
  const entries = [...changedProperties(sections, changes)];
  return [
    amqp.encode(
      amqp.described(
        SECTION.applicationProperties,
        amqp.map(entries.map(([name, value]) => [amqp.string(name), value])),
      ),
    ),
  ];
}

function changedProperties(sections: Sections, changes: Properties): Map<string, amqp.Typed> {
  const entries = amqp.entriesOf(sections.applicationProperties && amqp.decode(sections.applicationProperties));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) entries.delete(name);
    else if (typeof value === 'string') entries.set(name, amqp.string(value));
    else entries.set(name, amqp.decode(Buffer.from(value.amqp, 'base64')));
  }
  return entries;
}
