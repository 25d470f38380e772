import * as z from 'zod';
import { NUMBERS } from '../numbers.ts';
import { type ImportAnswer, importAnswer } from './import-answer.ts';

export const uploadRow = z.object({
  /** Of the import's file. */
  line: z.int(),
  deviceId: z.string(),
  /** By which Autopilot's answer is told from the others of the upload, hence different for each of its rows. */
  serialNumber: z.string().nullable(),
});

export type UploadRow = z.infer<typeof uploadRow>;

/** Hardware hashes that go to Autopilot together, and what it has answered so far. */
export const uploadSchema = z.object({
  importId: z.string(),
  pageId: z.string(),
  rows: z.array(uploadRow).min(1),
  status: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('planned') }),
    /** It may be there or not; milliseconds since 1970. */
    z.object({ kind: z.literal('dispatching'), at: z.int() }),
    z.object({ kind: z.literal('dispatched'), at: z.int() }),
    /** Refused as a whole for the sake of some row: its halves go on by themselves. */
    z.object({ kind: z.literal('split') }),
    z.object({ kind: z.literal('answered') }),
  ]),
  /** By device. */
  answers: z.record(z.string(), importAnswer),
});

export type Upload = z.infer<typeof uploadSchema>;

/** An upload that is to be made. */
export interface PlannedUpload extends Pick<Upload, 'importId' | 'pageId' | 'rows'> {
  readonly uploadId: string;
}

/** The rows of a page in as few uploads as keep equal serial numbers apart: placeholders occur often, none is a name. */
export function uploadsOf(importId: string, pageId: string, rows: readonly UploadRow[]): PlannedUpload[] {
  const uploads: UploadRow[][] = [];
  for (const row of rows) {
    const open = uploads.find(
      (upload) =>
        upload.length < NUMBERS.hashesAtOnce &&
        !upload.some(({ serialNumber }) => nameOf(serialNumber) === nameOf(row.serialNumber)),
    );
    if (open) open.push(row);
    else uploads.push([row]);
  }
  return uploads.map((each, number) => ({ importId, pageId, uploadId: `${pageId}.${number}`, rows: each }));
}

/** The halves of an upload that was refused: at its end one row alone is refused, and all others have passed. */
export function halvesOf({ importId, pageId, rows }: Upload, uploadId: string): PlannedUpload[] {
  const middle = Math.ceil(rows.length / 2);
  return [
    { importId, pageId, uploadId: `${uploadId}a`, rows: rows.slice(0, middle) },
    { importId, pageId, uploadId: `${uploadId}b`, rows: rows.slice(middle) },
  ];
}

/** A row as Autopilot has it; without an answer as long as it says nothing. */
interface SaidRow {
  readonly serialNumber: string;
  readonly answer: ImportAnswer | undefined;
}

/**
 * An upload, with what Autopilot says under its import id. Serial numbers tell its rows apart, since no two of an upload are
 * equal; where one alone is left on either side, Autopilot writes the serial number in another way.
 */
export function withAnswers(upload: Upload, said: readonly SaidRow[]): Upload {
  const open = upload.rows.filter(({ deviceId }) => !upload.answers[deviceId]);
  const names = new Set(upload.rows.map(({ serialNumber }) => nameOf(serialNumber)));
  const saidOf = new Map(said.map((row) => [nameOf(row.serialNumber), row]));
  const unnamed = open.filter(({ serialNumber }) => !saidOf.has(nameOf(serialNumber)));
  const strangers = said.filter(({ serialNumber }) => !names.has(nameOf(serialNumber)));
  const left = unnamed.length === 1 && strangers.length === 1 ? strangers[0] : undefined;
  const news = open.flatMap(({ deviceId, serialNumber }) => {
    const answer = (saidOf.get(nameOf(serialNumber)) ?? left)?.answer;
    return answer ? [[deviceId, answer] as const] : [];
  });
  return { ...upload, answers: { ...upload.answers, ...Object.fromEntries(news) } };
}

const nameOf = (serialNumber: string | null): string => (serialNumber ?? '').trim().toUpperCase();

/** Gives one answer to all rows that have none, but these devices. */
export function answeredAll(upload: Upload, answer: ImportAnswer, but: ReadonlySet<string> = new Set()): Upload {
  const others = upload.rows.filter(({ deviceId }) => !but.has(deviceId));
  const answers = Object.fromEntries(others.map(({ deviceId }) => [deviceId, answer]));
  return { ...upload, answers: { ...answers, ...upload.answers } };
}

export const isAnswered = ({ rows, answers }: Upload): boolean => rows.every(({ deviceId }) => answers[deviceId]);

/** Answers that are in `next` and not in `before`. */
export function newAnswers(before: Upload, next: Upload): Upload['answers'] {
  return Object.fromEntries(Object.entries(next.answers).filter(([deviceId]) => !before.answers[deviceId]));
}

/** What two messages know of one upload: it never goes back, and nothing is unlearnt. */
export function merged(current: Upload, next: Upload): Upload {
  const isAhead = ORDER[next.status.kind] > ORDER[current.status.kind];
  return {
    ...current,
    status: isAhead ? next.status : current.status,
    answers: { ...next.answers, ...current.answers },
  };
}

const ORDER: Readonly<Record<Upload['status']['kind'], number>> = {
  planned: 0,
  dispatching: 1,
  dispatched: 2,
  split: 3,
  answered: 3,
};

/** When to look again at what was dispatched; milliseconds since 1970. */
export function nextPoll(dispatchedAt: number, now: number): number {
  const elapsed = now - dispatchedAt;
  return now + Math.min(Math.max(elapsed / 2, NUMBERS.firstPoll), NUMBERS.longestPoll);
}
