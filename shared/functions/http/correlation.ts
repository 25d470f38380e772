import { randomUUID } from 'node:crypto';

const HEADER = 'x-correlation-id';

/** The caller's correlation id when it is harmless, else a new one. */
export function correlationIdOf(headers: { get(name: string): string | null }): string {
  const given = headers.get(HEADER);
  return given && /^[\w-]{1,128}$/.test(given) ? given : randomUUID();
}
