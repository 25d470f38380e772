import { createHash } from 'node:crypto';
import { badRequest } from './errors.ts';
import { isObject } from './json.ts';

/**
 * Up to where a result has been read: all of the documents numbered lower, and so many rows of this one. Documents
 * written meanwhile do not shift it. A result that only comes as a whole (ordered, grouped …) counts as rows of 0.
 */
export interface Position {
  readonly document: number;
  readonly rows: number;
}

const BEGINNING: Position = { document: 0, rows: 0 };

/** An opaque token, good only for the same question: `question` names container, query and selection. */
export function continuationToken(position: Position, question: string): string {
  return Buffer.from(JSON.stringify({ ...position, question: digest(question) })).toString('base64');
}

/** The beginning without a token. Throws 400 for a token that is not ours or was given for another question. */
export function parseContinuation(token: string | undefined, question: string): Position {
  if (token === undefined || token === '') return BEGINNING;
  const { question: asked, document, rows } = decode(token);
  if (asked !== digest(question) || !isCount(document) || !isCount(rows)) throw invalid();
  return { document, rows };
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
