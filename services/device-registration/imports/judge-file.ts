import type { Column, FileFormat } from './csv-header.ts';
import { readHeader } from './csv-header.ts';
import { readTable, type TableLine } from './csv-table.ts';
import { type Cells, judgeRow, type RowRules } from './import-row.ts';
import type { JudgedRow, Verdict } from './verdict.ts';

export interface JudgedFile {
  readonly format: FileFormat;
  readonly warnings: readonly string[];
  /** In the order of the file. */
  readonly rows: readonly JudgedRow[];
}

/** Reads a CSV of devices in any known format, and judges each row for itself. Throws the refusals of its parts. */
export function judgeFile(bytes: Buffer, rules: RowRules): JudgedFile {
  const table = readTable(bytes);
  const { format, columns, warnings } = readHeader(table.header.cells.map((cell) => cell.trim()));
  const rows = table.lines.map((line) => ({
    line: line.line,
    ...judgedCells(cellsOf(line, columns), line.cells.length > table.header.cells.length, rules),
  }));
  return { format, warnings: [...table.warnings, ...warnings], rows: withDuplicates(rows) };
}

/** The second row of a device is the first one's duplicate, whichever of its keys gives it away. */
export function withDuplicates(rows: readonly JudgedRow[]): JudgedRow[] {
  const firstLines = new Map<string, number>();
  return rows.map((row) => {
    if (row.verdict.kind !== 'good') return row;
    const names = row.verdict.keys.map(({ key, value }) => `${key}/${value}`);
    const sameAsLine = names.map((name) => firstLines.get(name)).find((line) => line !== undefined);
    for (const name of names) if (!firstLines.has(name)) firstLines.set(name, sameAsLine ?? row.line);
    return sameAsLine === undefined ? row : { ...row, verdict: { kind: 'duplicate', sameAsLine } };
  });
}

/** A row's verdict, with the serial number by which a person finds the row. */
export function judgedCells(cells: Cells, overlong: boolean, rules: RowRules): Omit<JudgedRow, 'line'> {
  const verdict: Verdict = overlong
    ? { kind: 'rejected', code: 'column-count', message: 'The row has more cells than the header.' }
    : judgeRow(cells, rules);
  const serialNumber = verdict.kind === 'good' ? verdict.candidate.serialNumber : cells.serial?.slice(0, 128) || null;
  return { serialNumber, verdict };
}

function cellsOf({ cells }: TableLine, columns: ReadonlyMap<Column, number>): Cells {
  const cellOf = (column: Column, cell: string) => (column === 'tag' ? cell : cell.trim());
  return Object.fromEntries([...columns].map(([column, place]) => [column, cellOf(column, cells[place] ?? '')]));
}
