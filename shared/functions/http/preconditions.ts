import { createHash, randomUUID } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import type { Endpoint } from '../../contracts/http/endpoint.ts';
import { refuse } from '../problems.ts';

/** The ETag that an update quotes; refused when the endpoint demands one and none is there. */
export function ifMatchOf(request: HttpRequest, endpoint: Endpoint): string | undefined {
  const etag = request.headers.get('if-match')?.slice(0, 256);
  if (endpoint.ifMatch === 'required' && !etag)
    throw refuse('if-match-required', 'Quote the ETag of what you read in If-Match.');
  return etag;
}

/** The same UUID whenever the same Idempotency-Key comes from the same `scope`; a random one without a key. */
export function commandIdOf(request: HttpRequest, scope: readonly (string | undefined)[]): string {
  const key = request.headers.get('idempotency-key');
  if (key === null) return randomUUID();
  if (!/^[\x21-\x7e]{1,128}$/.test(key))
    throw refuse('idempotency-key-invalid', 'An Idempotency-Key has 1 to 128 printable ASCII characters.');
  return uuidOf(JSON.stringify([...scope, key]));
}

/** A UUID of version 8 (RFC 9562): its bits are a hash of the text. */
function uuidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x80, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
