import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import * as z from 'zod';
import { type JudgedRow, judgedRow } from './verdict.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Rows as text. A hardware hash is zeros for the most part: packed, it takes a fraction of the storage and its price. */
export async function packRows(rows: readonly JudgedRow[]): Promise<string> {
  return (await deflate(JSON.stringify(rows), { level: 1 })).toString('base64');
}

/** The rows that were packed. */
export async function unpackRows(packed: string): Promise<JudgedRow[]> {
  const text = await inflate(Buffer.from(packed, 'base64'));
  return z.array(judgedRow).parse(JSON.parse(text.toString()));
}
