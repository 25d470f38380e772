/**
 * Resource ids are addresses too: clients ask for `dbs/{rid}/colls/{rid}/…` and take the parent out of a child's id.
 * 4 bytes database, 4 bytes container (top bit set), 8 bytes document, in base64 with `-` for `/`.
 */
export function databaseResourceId(number: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return encode(bytes);
}

export function containerResourceId(databaseResourceId: string, number: number): string {
  const own = Buffer.alloc(4);
  own.writeUInt32BE((number | 0x80000000) >>> 0);
  return encode(Buffer.concat([decode(databaseResourceId), own]));
}

export function documentResourceId(containerResourceId: string, number: number): string {
  documentBytes.write(containerResourceId.replaceAll('-', '/'), 'base64');
  documentBytes.writeUInt32LE(number % 2 ** 32, 8);
  documentBytes.writeUInt32LE(Math.floor(number / 2 ** 32), 12);
  return encode(documentBytes);
}

/** The number in a resource id of one of the container's documents; undefined for any other text. */
export function documentNumber(containerResourceId: string, resourceId: string): number | undefined {
  // Most addresses are ids, and nearly all of those are not even as long: they cost no decoding.
  if (resourceId.length !== DOCUMENT_ID_CHARACTERS) return undefined;
  const bytes = decode(resourceId);
  if (bytes.length !== 16 || !bytes.subarray(0, 8).equals(decode(containerResourceId))) return undefined;
  return Number(bytes.readBigUInt64LE(8));
}

/** A container has one range of keys; its id lies beside those of the documents. */
export function partitionKeyRangeResourceId(containerResourceId: string): string {
  return encode(Buffer.concat([decode(containerResourceId), littleEndian(0x5000000000000001n)]));
}

export function offerResourceId(number: number): string {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(number % 2 ** 24, 0, 3);
  return encode(bytes);
}

/** Used again for each document that is written. */
const documentBytes = Buffer.alloc(16);
const DOCUMENT_ID_CHARACTERS = 24;

function littleEndian(number: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(number);
  return bytes;
}

const encode = (bytes: Buffer) => bytes.toString('base64').replaceAll('/', '-');
const decode = (resourceId: string) => Buffer.from(resourceId.replaceAll('-', '/'), 'base64');
