import { ServiceBusError } from '../errors.ts';

/** The sections of an AMQP message, by the codes of the specification (3.2). */
export const SECTION = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const;

/** The encoded sections of a message. The body may have several. */
export interface Sections {
  readonly header: Buffer | undefined;
  readonly messageAnnotations: Buffer | undefined;
  readonly properties: Buffer | undefined;
  readonly applicationProperties: Buffer | undefined;
  readonly body: readonly Buffer[];
  readonly footer: Buffer | undefined;
}

/** Finds the sections without decoding them. Throws `amqp:decode-error`. */
export function sectionsOf(bytes: Buffer): Sections {
  const found = new Map<number, Buffer>();
  const body: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = valueEnd(bytes, at);
    const code = sectionCode(bytes, at);
    const section = bytes.subarray(at, end);
    if (code >= SECTION.data && code <= SECTION.value) body.push(section);
    else found.set(code, section);
    at = end;
  }
  return {
    header: found.get(SECTION.header),
    messageAnnotations: found.get(SECTION.messageAnnotations),
    properties: found.get(SECTION.properties),
    applicationProperties: found.get(SECTION.applicationProperties),
    body,
    footer: found.get(SECTION.footer),
  };
}

/** A descriptor is a small or a full ulong: `00 53 nn` or `00 80` and eight bytes. */
function sectionCode(bytes: Buffer, at: number): number {
  if (bytes[at] !== 0) throw truncated(at);
  if (bytes[at + 1] === 0x53) return bytes[at + 2] ?? 0;
  if (bytes[at + 1] === 0x80) return bytes[at + 9] ?? 0;
  throw truncated(at);
}

const FIXED_WIDTH: Readonly<Record<number, number>> = { 4: 0, 5: 1, 6: 2, 7: 4, 8: 8, 9: 16 };
const ONE_BYTE_SIZE = new Set([0xa, 0xc, 0xe]);
const FOUR_BYTE_SIZE = new Set([0xb, 0xd, 0xf]);

/** The upper half of a type's code tells its width (specification 1.2). */
function valueEnd(bytes: Buffer, start: number): number {
  const code = bytes[start];
  if (code === undefined) throw truncated(start);
  if (code === 0) return valueEnd(bytes, valueEnd(bytes, start + 1));
  const category = code >> 4;
  const width = FIXED_WIDTH[category] ?? variableWidth(bytes, start + 1, category);
  const end = start + 1 + width;
  if (end > bytes.length) throw truncated(start);
  return end;
}

function variableWidth(bytes: Buffer, at: number, category: number): number {
  if (ONE_BYTE_SIZE.has(category) && at < bytes.length) return 1 + bytes.readUInt8(at);
  if (FOUR_BYTE_SIZE.has(category) && at + 4 <= bytes.length) return 4 + bytes.readUInt32BE(at);
  throw truncated(at);
}

const truncated = (at: number) =>
  new ServiceBusError('amqp:decode-error', `The message is not well-formed at byte ${at}.`);
