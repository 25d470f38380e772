import { readdir } from 'node:fs/promises';
import { only, readOptions, runCommand } from '../terminal/command.ts';
import { table, terminal } from '../terminal/terminal.ts';
import type { Row, Suite } from './row.ts';

const USAGE = `npm run bench -- [options]
  --only SUITE  one of the files SUITE.bench.ts
  --json        all rows as one line of JSON at the end of standard output, everything else on standard error`;

const ENDING = '.bench.ts';

await runCommand(async () => {
  const options = readOptions(USAGE, { only: { type: 'string' }, json: { type: 'boolean', default: false } });
  const screen = terminal(options.json);
  const rows: Row[] = [];
  for (const { file } of only(options.only, await suites())) {
    const { suite }: { suite: Suite } = await import(new URL(file, import.meta.url).href);
    rows.push(...(await suite(screen.progress)));
  }
  screen.say(table([['', 'value', '', 'reference', 'ratio'], ...rows.map(cells)]));
  screen.result(rows);
});

async function suites(): Promise<{ name: string; file: string }[]> {
  const files = await readdir(new URL('.', import.meta.url));
  return files
    .filter((file) => file.endsWith(ENDING))
    .sort()
    .map((file) => ({ name: file.slice(0, -ENDING.length), file }));
}

function cells({ name, value, unit, reference, ratio }: Row): string[] {
  const number = value.toLocaleString('en');
  if (!reference) return [name, number, unit];
  return [name, number, unit, `${reference.value.toLocaleString('en')} ${reference.name}`, `${ratio} x`];
}
