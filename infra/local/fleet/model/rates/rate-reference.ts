import { markdownTable } from '../../../../../shared/contracts/markdown-table.ts';
import { eachRate, type RateBook } from './rate.ts';
import { rateBook } from './rates.ts';

/** The page of all rates, as Markdown. */
export function rateReference(): string {
  return `${[HEAD, ...Object.entries(rateBook).map(([topic, book]) => section(topic, book))].join('\n\n')}\n`;
}

const HEAD = `# Rates

Every number the simulated tenant behaves by, made from the files beside this page (\`vitest -u\` makes it again). Numbers
without a unit are shares of 1. Sources: **D** documented by Microsoft; **K** general knowledge, not checked against a
tenant; **own** a choice of this project, shaped to published objectives and not measured on tenants.`;

function section(topic: string, book: RateBook): string {
  const rows = [...eachRate(book)].map(({ name, value, mark, meaning }) => [
    `\`${name}\``,
    String(value),
    mark,
    meaning,
  ]);
  return `## ${topic}\n\n${markdownTable(['rate', 'value', 'source', 'meaning'], rows)}`;
}
