import rhea, { type Typed } from 'rhea';
import { ServiceBusError } from '../errors.ts';

/** What rhea has for encoding, and its type declarations leave out. */
interface Codec {
  Reader: new (buffer: Buffer) => { read(): Typed };
  Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
  Null(): Typed;
  Map32(items: readonly Typed[]): Typed;
  wrap_array(values: readonly unknown[], typecode: number): Typed;
}

const { types } = rhea;
const codec = types as unknown as Codec;

export type { Typed };

export const nothing = () => codec.Null();
export const boolean = (value: boolean): Typed => types.wrap_boolean(value);
export const ubyte = (value: number): Typed => types.wrap_ubyte(value);
export const uint = (value: number): Typed => types.wrap_uint(value);
export const int = (value: number): Typed => types.wrap_int(value);
export const long = (value: number | Buffer): Typed => types.wrap_long(value);
export const double = (value: number): Typed => types.wrap_double(value);
export const timestamp = (milliseconds: number): Typed => types.wrap_timestamp(milliseconds);
export const uuid = (bytes: Buffer): Typed => types.wrap_uuid(bytes);
export const binary = (bytes: Buffer): Typed => types.wrap_binary(bytes);
export const string = (value: string): Typed => types.wrap_string(value);
export const symbol = (value: string): Typed => types.wrap_symbol(value);
export const list = (values: readonly Typed[]): Typed => types.wrap_list(values);
export const map = (entries: Iterable<readonly [Typed, Typed]>): Typed => codec.Map32([...entries].flat());
export const longs = (values: readonly number[]): Typed => codec.wrap_array(values, 0x81);
export const timestamps = (values: readonly number[]): Typed => codec.wrap_array(values, 0x83);
export const described = (code: number, value: Typed): Typed => types.described(types.wrap_ulong(code), value);
/** A list under a descriptor, as AMQP writes its composite types. */
export const composite = (code: number, fields: readonly Typed[]): Typed => described(code, list(fields));

export function encode(...values: readonly Typed[]): Buffer {
  const writer = new codec.Writer();
  for (const value of values) writer.write(value);
  return Buffer.from(writer.toBuffer());
}

/** Throws `amqp:decode-error`. */
export function decode(bytes: Buffer): Typed {
  try {
    return new codec.Reader(bytes).read();
  } catch (error) {
    throw new ServiceBusError('amqp:decode-error', `The bytes are not AMQP: ${String(error)}`);
  }
}

/** The code of the descriptor, if there is one. */
export function descriptorOf(value: unknown): number | undefined {
  const code = Number((value as Partial<Typed> | undefined)?.descriptor?.value);
  return Number.isNaN(code) ? undefined : code;
}

export function itemsOf(value: Typed | undefined): Typed[] {
  return Array.isArray(value?.value) ? value.value : [];
}

/** The entries of a map with text or symbols for keys. */
export function entriesOf(value: Typed | undefined): Map<string, Typed> {
  const items = itemsOf(value);
  const entries = new Map<string, Typed>();
  for (let at = 0; at + 1 < items.length; at += 2) entries.set(String(items[at]?.value), items[at + 1] as Typed);
  return entries;
}

/** The text of a string or symbol. */
export function textOf(value: Typed | undefined): string | undefined {
  return typeof value?.value === 'string' ? value.value : undefined;
}

/** The number of any numeric type; longs beyond 2^53 come as bytes and lose their last digits. */
export function numberOf(value: Typed | undefined): number | undefined {
  const plain = value?.value;
  if (typeof plain === 'number') return plain;
  if (plain instanceof Date) return plain.getTime();
  return Buffer.isBuffer(plain) && plain.length === 8 ? Number(plain.readBigInt64BE()) : undefined;
}
