import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Deed } from '../control/deeds.ts';
import type { Write } from '../graph/write.ts';

/** Changes when a journal would lead to another fleet than the one that it was written with. */
const FORMAT = 1;

/** What a fleet grows from; the journal tells what was done to it. */
export interface Origin {
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly tenants: readonly object[];
}

/** Something that came from outside at a moment. */
export type Entry = { readonly time: number } & ({ readonly write: Write } | { readonly deed: Deed });

/** All that came from outside, in order: enough to come to the same state again. */
export interface Journal {
  /** When the fleet began. */
  readonly start: number;
  /** What an earlier process has written. */
  readonly past: readonly Entry[];
  /** Resolved to the file when it returns, so that no answer goes out that a kill could undo. */
  write(entry: Entry): void;
  close(): void;
}

/** The journal is of another cloud or another version, or damaged; the message says what helps. */
export class JournalRefused extends Error {
  readonly code = 'simulation-refused';
}

const head = z.object({ format: z.int(), seed: z.number(), start: z.number(), tenants: z.array(z.looseObject({})) });

/** Opens the journal of a file, and begins it when there is none. @throws {JournalRefused} */
export function openJournal(file: string, origin: Origin): Journal {
  mkdirSync(dirname(file), { recursive: true });
  const [first, ...others] = wholeLines(file);
  const start = first === undefined ? origin.start : startOf(first, origin, file);
  const past = others.map((line, n) => read(line, file, n + 2) as Entry);
  const descriptor = openSync(file, 'a');
  const append = (line: object) => void writeSync(descriptor, `${JSON.stringify(line)}\n`);
  if (first === undefined) append({ format: FORMAT, ...origin });
  return { start, past, write: append, close: () => closeSync(descriptor) };
}

/** The lines of a file; the end of one that was not written whole is cut off, since nobody has heard of its effect. */
function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole.split('\n').slice(0, -1);
}

function startOf(line: string, { seed, tenants }: Origin, file: string): number {
  const { data } = head.safeParse(read(line, file, 1));
  if (data?.format !== FORMAT) throw new JournalRefused(`${file} is of another version. Begin anew with --fresh.`);
  const isOfOthers = data.seed !== seed || !isDeepStrictEqual(data.tenants, JSON.parse(JSON.stringify(tenants)));
  if (isOfOthers)
    throw new JournalRefused(
      `${file} is of another fleet: seed ${data.seed}, ${JSON.stringify(data.tenants)}. Name the same, or begin anew with --fresh.`,
    );
  return data.start;
}

function read(line: string, file: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new JournalRefused(`${file} is damaged in line ${number}. Begin anew with --fresh.`);
  }
}
