import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { committed, ofType } from '../../infra/azure/checks/snapshot.ts';
import { OUTPUTS } from '../../infra/azure/compiler/compile.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const azure = join(root, 'infra/azure');
const deployment = committed(OUTPUTS.snapshot);

/** Texts of the log that a query looks for. */
function phrasesIn(query: string): string[] {
  const lists = [...query.matchAll(/Message has(?:_any)? \(?((?:"[^"]+"(?:, )?)+)/g)].map(([, list = '']) => list);
  return lists.flatMap((list) => [...list.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => phrase));
}

/** The files of a folder that are no tests, as texts. */
async function textsIn(folder: string, suffix: string): Promise<Map<string, string>> {
  const names = await readdir(join(root, folder), { recursive: true });
  const wanted = names.filter((name) => name.endsWith(suffix) && !name.endsWith('.test.ts'));
  const texts = wanted.map(async (name) => [name, await readFile(join(root, folder, name), 'utf8')] as const);
  return new Map(await Promise.all(texts));
}

describe('whoever is woken', () => {
  it('is woken by what the services say: every phrase that is looked for stands in their code', async () => {
    const alerts = ofType(deployment, 'Insights/scheduledQueryRules').map(({ name, properties }) => [
      name,
      properties.criteria.allOf[0].query as string,
    ]);
    const looked = new Map([
      ...(await textsIn('infra/azure/queries', '.kql')),
      ...new Map(alerts as [string, string][]),
    ]);
    const phrases = [...looked.values()].flatMap(phrasesIn);
    expect(phrases.length).toBeGreaterThan(5);
    const code = [...(await textsIn('shared', '.ts')).values()].join('\n');
    expect(phrases.filter((phrase) => !code.includes(phrase))).toEqual([]);
  });

  it('finds a page for each alert', async () => {
    const index = await readFile(join(azure, 'runbooks/README.md'), 'utf8');
    const rules = [
      ...ofType(deployment, 'Insights/metricAlerts'),
      ...ofType(deployment, 'Insights/scheduledQueryRules'),
    ];
    const alerts = rules.map(({ name }) => name.replace(/-omd.*$/, ''));
    expect(alerts.filter((alert) => !index.includes(`| \`${alert}\``))).toEqual([]);
  });

  it('comes to no dead end: what a page leads to is there', async () => {
    const pages = [...(await textsIn('infra/azure/runbooks', '.md'))].map(
      ([name, text]) => [join(azure, 'runbooks', name), text] as const,
    );
    const readme = [join(azure, 'README.md'), await readFile(join(azure, 'README.md'), 'utf8')] as const;
    const links = [...pages, readme].flatMap(([page, text]) =>
      [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => join(page, '..', target)),
    );
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((target) => !existsSync(target))).toEqual([]);
  });
});
