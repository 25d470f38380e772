import * as z from 'zod';
import {
  type ImportCounts,
  type ImportRow,
  importCounts,
  importFormat,
} from '../../../shared/contracts/http/device-imports.ts';
import type { JudgedRow } from './verdict.ts';

const rowFault = z.object({ code: z.string(), message: z.string() });

/** An import as a whole. */
export const importSchema = z.object({
  format: importFormat,
  warnings: z.array(z.string()),
  receivedAt: z.iso.datetime(),
  rows: z.int(),
  /** Of rows that were looked at: what they were then. */
  counts: importCounts,
  /** Accepted rows that go to Autopilot. */
  uploaded: z.int(),
  /** What Autopilot has answered to them, by upload. */
  answers: z.record(z.string(), z.object({ registered: z.int(), failed: z.int() })),
});

export type DeviceImport = z.infer<typeof importSchema>;

const device = { deviceId: z.string(), warnings: z.array(z.string()) };

const settledRow = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('accepted'),
    ...device,
    /** Its supplier registers it, when it has no hardware hash. */
    awaits: z.enum(['autopilot-import', 'autopilot-discovery']),
  }),
  z.object({ kind: z.literal('known'), ...device }),
  z.object({ kind: z.literal('registered'), ...device, note: rowFault.nullable() }),
  z.object({ kind: z.literal('failed'), ...device, ...rowFault.shape }),
  z.object({ kind: z.literal('rejected'), ...rowFault.shape }),
  z.object({ kind: z.literal('duplicate'), sameAsLine: z.int() }),
]);

/** What became of a row. */
export type SettledRow = z.infer<typeof settledRow>;

/** Whether a row goes to Autopilot, or has gone there. */
export function isUploaded(
  row: SettledRow,
): row is Extract<SettledRow, { kind: 'accepted' | 'registered' | 'failed' }> {
  switch (row.kind) {
    case 'accepted':
      return row.awaits === 'autopilot-import';
    case 'registered':
    case 'failed':
      return true;
    case 'known':
    case 'rejected':
    case 'duplicate':
      return false;
  }
}

/** What Autopilot has answered to a row. */
export type AnsweredRow =
  | { readonly kind: 'registered'; readonly note: { readonly code: string; readonly message: string } | null }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Some rows of an import, as stored. Their hardware hashes are kept until they are with their devices, and no longer. */
export const pageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting'), packed: z.string() }),
  z.object({
    kind: z.literal('settled'),
    rows: z.array(z.object({ line: z.int(), serialNumber: z.string().nullable(), settled: settledRow })),
  }),
]);

export type StoredPage = z.infer<typeof pageSchema>;
export type SettledPage = Extract<StoredPage, { kind: 'settled' }>;

/** The same, unpacked. */
export type ImportPage = { readonly kind: 'waiting'; readonly rows: readonly JudgedRow[] } | SettledPage;

/** Rows in a page: the longest that are taken fit the 2 MB of a document. */
export const PAGE_ROWS = 100;

export const NO_COUNTS: ImportCounts = { accepted: 0, known: 0, duplicate: 0, rejected: 0, registered: 0, failed: 0 };

export function countsOf(outcomes: readonly (keyof ImportCounts)[], before: ImportCounts = NO_COUNTS): ImportCounts {
  const counts = { ...before };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

/** A row with Autopilot's answer to it, if there is one among these (by line). */
export function answered(row: SettledPage['rows'][number], answers: ReadonlyMap<number, AnsweredRow>) {
  const answer = answers.get(row.line);
  if (!answer || row.settled.kind !== 'accepted') return row;
  const { deviceId, warnings } = row.settled;
  return { ...row, settled: { ...answer, deviceId, warnings } };
}

export const doneIn = (counts: ImportCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Where the rows of an import stand, and how far it is. */
export function progressOf({ rows, counts, uploaded, answers }: DeviceImport) {
  const sum = (of: 'registered' | 'failed') => Object.values(answers).reduce((total, each) => total + each[of], 0);
  const [registered, failed] = [sum('registered'), sum('failed')];
  const answered = registered + failed;
  const done = doneIn(counts);
  return {
    counts: { ...counts, accepted: counts.accepted - answered, registered, failed },
    done,
    answered,
    isOver: done === rows && answered === uploaded,
  };
}

/** The rows of a page as they are shown. */
export function shownRows(page: ImportPage): ImportRow[] {
  switch (page.kind) {
    case 'waiting':
      return page.rows.map((row) => ({ ...blank(row), outcome: 'waiting' }));
    case 'settled':
      return page.rows.map(({ settled, ...row }) => shownRow(row, settled));
  }
}

/** One row with what became of it, or would. */
export function shownRow(row: Pick<JudgedRow, 'line' | 'serialNumber'>, settled: SettledRow): ImportRow {
  const { kind: outcome } = settled;
  switch (settled.kind) {
    case 'accepted':
    case 'known':
      return { ...blank(row), outcome, ...deviceIn(settled) };
    case 'registered':
      return { ...blank(row), outcome, ...deviceIn(settled), ...settled.note };
    case 'failed':
      return { ...blank(row), outcome, ...deviceIn(settled), code: settled.code, message: settled.message };
    case 'rejected':
      return { ...blank(row), outcome, code: settled.code, message: settled.message };
    case 'duplicate':
      return { ...blank(row), outcome, code: 'duplicate-in-file', sameAsLine: settled.sameAsLine };
  }
}

function deviceIn({ deviceId, warnings }: { readonly deviceId: string; readonly warnings: readonly string[] }) {
  return { deviceId, warnings: warnings.join(' ') };
}

function blank({ line, serialNumber }: Pick<JudgedRow, 'line' | 'serialNumber'>): Omit<ImportRow, 'outcome'> {
  return { line, serialNumber, deviceId: null, code: null, message: null, sameAsLine: null, warnings: '' };
}
