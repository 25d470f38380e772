import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SERVICES } from '../../contracts/events/topology.ts';
import { commonTables, ownTables } from '../../contracts/http/catalogue.ts';
import type { Endpoints } from '../../contracts/http/endpoint.ts';
import { referencePage } from './reference.ts';

const folder = new URL('../../contracts/http/', import.meta.url);

describe('the reference of the HTTP interface', () => {
  it('is as the endpoint tables make it', async () => {
    expect(await readFile(new URL('README.md', folder), 'utf8')).toBe(referencePage());
  });

  it('leaves out no table', async () => {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    const modules: Record<string, unknown>[] = await Promise.all(
      files.map((file) => import(new URL(file, folder).href)),
    );
    const tables = modules
      .flatMap((module) => Object.entries(module))
      .filter(([name]) => /[a-z]Endpoints$/.test(name) && name !== 'defineEndpoints')
      .map(([, table]) => (typeof table === 'function' ? table(SERVICES[0]) : table) as Endpoints);
    const described = [...ownTables, ...commonTables(SERVICES[0])].flatMap(({ endpoints }) => Object.keys(endpoints));
    expect(tables.flatMap((table) => Object.keys(table)).sort()).toEqual(described.sort());
  });
});
