import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServices } from '../../infra/local/build/build.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { findServices } from '../../infra/local/build/services.ts';
import { ISSUER_MARKER } from '../../infra/local/identity/issuer.ts';

const { root } = productFolders;
const services = ['services', 'tests/slice-app'].flatMap((folder) => findServices(join(root, folder)));
const lister = fileURLToPath(new URL('registered-functions.ts', import.meta.url));
let out: string;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'bundles-'));
  for (const folder of ['services', 'tests/slice-app']) await buildServices({ root, sources: join(root, folder), out });
});

afterAll(() => rm(out, { recursive: true }));

/** What the apps register in a process without a single setting. */
async function registered(...apps: string[]): Promise<{ name: string }[][]> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', lister, ...apps], { cwd: root, env: {} });
  return JSON.parse(stdout);
}

describe.each(services)('the bundle of $name', ({ name, entry }) => {
  it('registers, without any setting, exactly what its source declares', async () => {
    const [[source], [bundle]] = await Promise.all([registered(entry), registered(join(out, name))]);
    expect(bundle?.length).toBeGreaterThan(0);
    expect(bundle).toEqual(source);
  });

  it('carries neither the module that the worker injects nor the local issuer', async () => {
    const code = await readFile(join(out, name, 'dist/main.js'), 'utf8');
    expect(code).toMatch(/require\("@azure\/functions-core"\)/);
    expect(code).not.toContain('There is no Functions host in this process');
    expect(code).not.toContain(ISSUER_MARKER);
  });
});
