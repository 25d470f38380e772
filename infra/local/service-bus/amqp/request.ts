import { ServiceBusError } from '../errors.ts';
import { sectionsOf } from './sections.ts';
import * as amqp from './types.ts';

/** A request on `$cbs` or an entity's `$management`. */
export interface Request {
  readonly messageId: amqp.Typed;
  readonly replyTo: string;
  readonly operation: string;
  /** The body, where it is a map. */
  readonly body: Body;
  /** The body, where it is a text: the token of `put-token`. */
  readonly token: string | undefined;
}

/** Throws `amqp:decode-error`. */
export function readRequest(bytes: Buffer): Request {
  const sections = sectionsOf(bytes);
  const properties = sections.properties ? amqp.itemsOf(amqp.decode(sections.properties)) : [];
  const application = amqp.entriesOf(sections.applicationProperties && amqp.decode(sections.applicationProperties));
  const body = sections.body[0] && amqp.decode(sections.body[0]);
  return {
    messageId: properties[0] ?? amqp.nothing(),
    replyTo: amqp.textOf(properties[4]) ?? '',
    operation: amqp.textOf(application.get('operation')) ?? '',
    body: bodyOf(amqp.entriesOf(body)),
    token: amqp.textOf(body),
  };
}

/** The fields of a request. What is missing or of another type is refused with `com.microsoft:argument-error`. */
export interface Body {
  typed(name: string): amqp.Typed | undefined;
  text(name: string): string;
  optionalText(name: string): string | undefined;
  number(name: string): number;
  optionalNumber(name: string): number | undefined;
  numbers(name: string): number[];
  isTrue(name: string): boolean;
  bytes(name: string): Buffer | undefined;
  /** Bytes of each element, such as UUIDs. */
  manyBytes(name: string): Buffer[];
  maps(name: string): Body[];
}

function bodyOf(fields: ReadonlyMap<string, amqp.Typed>): Body {
  function required<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    throw new ServiceBusError('com.microsoft:argument-error', `The request needs a valid '${name}'.`);
  }
  const each = <T>(name: string, read: (item: amqp.Typed) => T | undefined): T[] => {
    const field = required(name, fields.get(name));
    required(name, Array.isArray(field.value) || undefined);
    return amqp.itemsOf(field).map((item) => required(name, read(item)));
  };
  const bytesOf = (typed: amqp.Typed | undefined): Buffer | undefined =>
    Buffer.isBuffer(typed?.value) ? typed.value : undefined;

  return {
    typed: (name) => fields.get(name),
    text: (name) => required(name, amqp.textOf(fields.get(name))),
    optionalText: (name) => amqp.textOf(fields.get(name)),
    number: (name) => required(name, amqp.numberOf(fields.get(name))),
    optionalNumber: (name) => amqp.numberOf(fields.get(name)),
    numbers: (name) => each(name, amqp.numberOf),
    isTrue: (name) => fields.get(name)?.value === true,
    bytes: (name) => bytesOf(fields.get(name)),
    manyBytes: (name) => each(name, bytesOf),
    maps: (name) => each(name, (item) => bodyOf(amqp.entriesOf(item))),
  };
}
