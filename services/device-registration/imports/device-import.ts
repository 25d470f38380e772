import * as z from 'zod';
import {
  type ImportCounts,
  type ImportRow,
  importCounts,
  importFormat,
} from '../../../shared/contracts/http/device-imports.ts';
import type { JudgedRow } from './verdict.ts';

/** An import as a whole. */
export const importSchema = z.object({
  format: importFormat,
  warnings: z.array(z.string()),
  receivedAt: z.iso.datetime(),
  rows: z.int(),
  counts: importCounts,
});

export type DeviceImport = z.infer<typeof importSchema>;

const settledRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['accepted', 'known']), deviceId: z.string(), warnings: z.array(z.string()) }),
  z.object({ kind: z.literal('rejected'), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal('duplicate'), sameAsLine: z.int() }),
]);

/** What became of a row. */
export type SettledRow = z.infer<typeof settledRow>;

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

export const NO_COUNTS: ImportCounts = { accepted: 0, known: 0, duplicate: 0, rejected: 0 };

export function countsOf(outcomes: readonly SettledRow['kind'][], before: ImportCounts = NO_COUNTS): ImportCounts {
  const counts = { ...before };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

export const doneIn = (counts: ImportCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

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
      return { ...blank(row), outcome, deviceId: settled.deviceId, warnings: settled.warnings.join(' ') };
    case 'rejected':
      return { ...blank(row), outcome, code: settled.code, message: settled.message };
    case 'duplicate':
      return { ...blank(row), outcome, code: 'duplicate-in-file', sameAsLine: settled.sameAsLine };
  }
}

function blank({ line, serialNumber }: Pick<JudgedRow, 'line' | 'serialNumber'>): Omit<ImportRow, 'outcome'> {
  return { line, serialNumber, deviceId: null, code: null, message: null, sameAsLine: null, warnings: '' };
}
