/** A record of a CSV file, and the line of the file on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

/** As the service decides, so that both see the same lines. */
const DELIMITERS = [',', ';', '\t'] as const;

/** Reads a file as people have it, in whatever encoding Windows wrote it. */
export async function readCsv(file: Blob): Promise<CsvTable> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return parseCsv(new TextDecoder(encoding).decode(bytes));
}

/** Records of a text (RFC 4180); lines without a word are left out. */
export function parseCsv(text: string): CsvTable {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const delimiter = DELIMITERS.find((each) => head.includes(each)) ?? ',';
  const [header, ...records] = recordsOf(text, delimiter).filter(({ cells }) =>
    cells.some((cell) => cell.trim() !== ''),
  );
  return { delimiter, header: header?.cells ?? [], records };
}

function recordsOf(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begin = 1;
  const token = new RegExp(
    `("(?:[^"]|"")*"?|[^"\\r\\n${delimiter}][^\\r\\n${delimiter}]*)?(${delimiter}|\\r\\n|\\n|\\r|$)`,
    'gy',
  );
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const [whole, cell = '', end] = found;
    cells.push(cell.startsWith('"') ? cell.replace(/^"|"$/g, '').replaceAll('""', '"') : cell);
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === delimiter) continue;
    records.push({ line: begin, cells });
    [cells, begin] = [[], line];
    if (end === '') break;
  }
  return records;
}

/** The file again, with these records. */
export function writeCsv({ delimiter, header }: CsvTable, records: readonly CsvRecord[], name: string): File {
  const lineOf = (cells: readonly string[]) => cells.map((cell) => quoted(cell, delimiter)).join(delimiter);
  const text = [header, ...records.map(({ cells }) => cells)].map(lineOf).join('\r\n');
  return new File([`${text}\r\n`], name, { type: 'text/csv' });
}

const quoted = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
