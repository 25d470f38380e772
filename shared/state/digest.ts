import { createHash } from 'node:crypto';

/** SHA-256 as base64url, 43 characters. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
