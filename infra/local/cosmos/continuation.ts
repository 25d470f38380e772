import { createHash } from 'node:crypto';
import { badRequest } from './errors.ts';
import { isObject } from './json.ts';

/**
 * Where the next page begins: after the document of that number, where each document is read by itself (documents
 * written meanwhile do not shift it); else after so many rows of the whole result (ordered, grouped, unfolded …).
 */
export type Position = { readonly afterDocument: number } | { readonly afterRows: number };

/** An opaque token, good only for the same question: `question` names container, query and selection. */
export function continuationToken(position: Position, question: string): string {
  return Buffer.from(JSON.stringify({ ...position, question: digest(question) })).toString('base64');
}

/** Undefined at the beginning. Throws 400 for a token that is not ours or was given for another question. */
export function parseContinuation(token: string | undefined, question: string): Position | undefined {
  if (token === undefined || token === '') return undefined;
  const { question: asked, afterDocument, afterRows } = decode(token);
  if (asked !== digest(question)) throw invalid();
  if (isCount(afterDocument)) return { afterDocument };
  if (isCount(afterRows)) return { afterRows };
  throw invalid();
}

function decode(token: string) {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (isObject(decoded)) return decoded;
  } catch {}
  throw invalid();
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const digest = (question: string) => createHash('sha256').update(question).digest('base64').slice(0, 12);
const invalid = () => badRequest('Invalid Continuation Token');
