import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServices } from '../../infra/local/build/build.ts';
import { bundle } from '../../infra/local/build/bundle.ts';
import { productFolders } from '../../infra/local/build/folders.ts';
import { findServices } from '../../infra/local/build/services.ts';
import { ISSUER_MARKER } from '../../infra/local/identity/issuer.ts';
import { planted, secretsIn } from './secrets.ts';

const { root } = productFolders;
const sourceFolders = ['services', 'tests/slice-app'].map((folder) => join(root, folder));
const services = sourceFolders.flatMap((folder) => findServices(folder));
/** Bytes. What is loaded only when it is needed lies beside it. */
const LARGEST_BUNDLE = 1_500_000;
let out: string;
let declared: Registered;
let bundled: Registered;

beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'bundles-'));
  for (const sources of sourceFolders) await buildServices({ root, sources, out });
  [declared, bundled] = await Promise.all([
    registered(services.map(({ entry }) => entry)),
    registered(services.map(({ name }) => join(out, name))),
  ]);
});

afterAll(() => rm(out, { recursive: true }));

/** What each app registers, by its path. */
type Registered = Readonly<Record<string, readonly { readonly name: string }[]>>;

/** Loads the apps in a process without a single setting. */
async function registered(apps: readonly string[]): Promise<Registered> {
  const lister = fileURLToPath(new URL('registered-functions.ts', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', lister, ...apps], { cwd: root, env: {} });
  return JSON.parse(stdout);
}

describe.each(services)('the bundle of $name', ({ name, entry }) => {
  it('registers, without any setting, exactly what its source declares', () => {
    const functions = bundled[join(out, name)];
    expect(functions?.length).toBeGreaterThan(0);
    expect(functions).toEqual(declared[entry]);
  });

  it('loads little enough for a first request to come soon', async () => {
    const { size } = await stat(join(out, name, 'dist/main.js'));
    expect(size).toBeLessThan(LARGEST_BUNDLE);
  });

  it('carries neither the module that the worker injects nor the local issuer', async () => {
    const code = await readFile(join(out, name, 'dist/main.js'), 'utf8');
    expect(code).toMatch(/require\("@azure\/functions-core"\)/);
    expect(code).not.toContain('There is no Functions host in this process');
    expect(code).not.toContain(ISSUER_MARKER);
  });

  it('carries no key, secret or token in any of its files', async () => {
    const folder = join(out, name, 'dist');
    const files = await readdir(folder);
    expect(files).toEqual(expect.arrayContaining(['identity.js', 'main.js', 'service-bus.js', 'telemetry.js']));
    for (const file of files) expect([file, ...secretsIn(await readFile(join(folder, file), 'utf8'))]).toEqual([file]);
  });
});

describe('a secret that somebody leaves in the sources', () => {
  it.each(Object.entries(planted))('is found in the bundle: %s', async (kind, secret) => {
    const leak = join(out, 'leak.ts');
    await writeFile(leak, `globalThis.leak = ${JSON.stringify(secret)};`);
    const code = (await bundle(root, { leak })).get('leak')?.code;
    expect(secretsIn(new TextDecoder().decode(code))).toEqual([kind]);
  });
});
