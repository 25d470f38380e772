/** Where a command speaks. Under `--json` the last line of standard output is its result, and all else is on standard error. */
export interface Terminal {
  /** A line for the person who reads the outcome. */
  say(line: string): void;
  /** A line for the person who waits. */
  progress(line: string): void;
  /** The outcome for a program: one line of JSON, under `--json` alone. */
  result(value: unknown): void;
}

export function terminal(json: boolean): Terminal {
  const out = (line: string) => void process.stdout.write(`${line}\n`);
  const error = (line: string) => void process.stderr.write(`${line}\n`);
  return {
    say: json ? error : out,
    progress: error,
    result: (value) => (json ? out(JSON.stringify(value)) : undefined),
  };
}

/** Columns as wide as their widest cell: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => `  ${row.map(pad).join('  ').trimEnd()}`).join('\n');
}
