/** The text of a UUID from its 16 bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export const uuidBytes = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');

/** A lock token as a delivery tag carries it: the first three groups in the byte order of .NET. */
export function deliveryTagOf(token: string): Buffer {
  const bytes = uuidBytes(token);
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
