import { z } from 'zod';
import { badRequest } from '../graph/errors.ts';

/** Where the next page begins, and when it was said; times are milliseconds since 1970. */
export interface SkipToken {
  readonly after: number;
  readonly issued: number;
}

const LIFETIME_MS = 60 * 60 * 1_000;

const schema = z.strictObject({ after: z.number(), issued: z.number() });

export function skipToken(token: SkipToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** @throws {GraphError} 400 when it is none of ours, or older than an hour */
export function readSkipToken(text: string, now: number): SkipToken {
  const { data } = schema.safeParse(parseJson(text));
  if (!data) throw badRequest('Skip token is not valid.');
  if (now - data.issued > LIFETIME_MS) throw badRequest('Skip token has expired.');
  return data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
