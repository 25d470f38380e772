import { CsvError, parse } from 'csv-parse/sync';
import { fileEmpty, fileMalformed, tooManyRows } from '../errors.ts';
import { type DecodedText, decodeText } from './csv-text.ts';

/** A line of the file. */
export interface TableLine {
  /** In the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: TableLine;
  /** At least one. */
  readonly lines: readonly TableLine[];
  readonly warnings: readonly string[];
}

/** Above it, the file is refused as a whole. */
export const MAX_ROWS = 12_000;
/** Blank ones among them. */
const MAX_LINES = 2 * MAX_ROWS;
/** Of all lines together. */
const MAX_CELLS = 50 * MAX_ROWS;
const MAX_RECORD_BYTES = 128 * 1024;

/** Reads CSV (RFC 4180) of any usual encoding and line end. Throws Refusal `file-empty`, `file-malformed`, `too-many-rows`. */
export function readTable(bytes: Buffer): Table {
  const { text, warnings } = decodeText(bytes);
  const records = recordsOf(text);
  if (records.length === MAX_LINES) throw tooManyRows(MAX_ROWS);
  const [header, ...lines] = numbered(records).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header || lines.length === 0) throw fileEmpty();
  if (lines.length > MAX_ROWS) throw tooManyRows(MAX_ROWS);
  return { header, lines, warnings };
}

function recordsOf(text: DecodedText['text']): string[][] {
  const delimiter = delimiterOf(text);
  if (holdsMoreThan(MAX_CELLS, delimiter, text)) throw fileMalformed('It has more cells than any list of devices.');
  return text.includes('"') ? parsed(text, delimiter) : split(text.toString('utf8'), delimiter);
}

/** Without quotation marks a record is a line: the files that the tools write, 40 MB at times, take a tenth of the time. */
function split(text: string, delimiter: string): string[][] {
  return text.split(/\r\n|\n|\r/, MAX_LINES).map((line) => line.split(delimiter));
}

function parsed(text: DecodedText['text'], delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_RECORD_BYTES,
      record_delimiter: ['\r\n', '\n', '\r'],
      to: MAX_LINES,
    });
  } catch (error) {
    if (error instanceof CsvError) throw fileMalformed(`Line ${Number(error['lines']) || '?'}: ${error.code}.`);
    throw error;
  }
}

function holdsMoreThan(most: number, delimiter: string, text: DecodedText['text']): boolean {
  let count = 0;
  for (let at = text.indexOf(delimiter); at >= 0 && count <= most; at = text.indexOf(delimiter, at + 1)) count++;
  return count > most;
}

/** Spreadsheets of half of Europe write semicolons. */
function delimiterOf(text: DecodedText['text']): ',' | ';' | '\t' {
  const header =
    text
      .subarray(0, 4096)
      .toString('utf8')
      .split(/[\r\n]/, 1)[0] ?? '';
  if (header.includes(',')) return ',';
  return header.includes(';') ? ';' : header.includes('\t') ? '\t' : ',';
}

/** A quoted cell may hold line ends, so a record may take several lines. */
function numbered(records: readonly string[][]): TableLine[] {
  let next = 1;
  return records.map((record) => {
    const line = next;
    next += 1 + record.reduce((ends, cell) => ends + cell.split('\n').length - 1, 0);
    return { line, cells: record };
  });
}
