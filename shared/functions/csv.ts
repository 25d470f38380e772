import { stringify } from 'csv-stringify/sync';
import type { CsvAnswer } from './answers.ts';

/** The rows as CSV (RFC 4180) with a byte order mark for spreadsheets, every column in the given order. */
export async function csvText({ columns, rows }: Pick<CsvAnswer, 'columns' | 'rows'>): Promise<string> {
  const all: unknown[] = [];
  for await (const row of rows) all.push(row);
  return stringify(all, {
    header: true,
    columns: [...columns],
    bom: true,
    record_delimiter: 'windows',
    // A cell that starts like a formula would be run by the spreadsheet of whoever opens the file.
    escape_formulas: true,
    cast: { boolean: String },
  });
}
