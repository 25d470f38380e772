import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildFolders, buildServices } from './build.ts';
import { needsBuild } from './freshness.ts';

let folders: BuildFolders;

beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'build-'));
  await mkdir(join(root, 'services/ring-keeper'), { recursive: true });
  await mkdir(join(root, 'shared'));
  await cp(new URL('../../../host.json', import.meta.url), join(root, 'host.json'));
  await writeFile(join(root, 'package.json'), '{"version":"1.2.3"}');
  await writeFile(join(root, 'package-lock.json'), '{}');
  await writeFile(join(root, 'shared/rings.ts'), "export const rings: readonly string[] = ['test', 'first'];");
  await writeFile(
    join(root, 'services/ring-keeper/main.ts'),
    "import core from '@azure/functions-core';\nimport { rings } from '../../shared/rings.ts';\ncore.log(rings);",
  );
  folders = { root, sources: join(root, 'services'), out: join(root, 'dist') };
});

afterEach(() => rm(folders.root, { recursive: true }));

describe('a built service', () => {
  it('is the package that Azure Functions takes, and nothing else', async () => {
    expect(await buildServices(folders)).toEqual(['ring-keeper']);
    expect((await readdir(join(folders.out, 'ring-keeper'), { recursive: true })).sort()).toEqual([
      'dist',
      'dist/main.js',
      'host.json',
      'package.json',
    ]);
    expect(JSON.parse(await readFile(join(folders.out, 'ring-keeper/package.json'), 'utf8'))).toEqual({
      name: 'ring-keeper',
      version: '1.2.3',
      main: 'dist/main.js',
    });
  });

  it('carries what it imports, but for the module that its worker injects', async () => {
    await buildServices(folders);
    const code = await readFile(join(folders.out, 'ring-keeper/dist/main.js'), 'utf8');
    expect(code).toContain('"test"');
    expect(code).toContain('require("@azure/functions-core")');
  });

  it('is the same, byte for byte, when it is built again elsewhere', async () => {
    const again = await mkdtemp(join(tmpdir(), 'build-'));
    await buildServices(folders);
    await buildServices({ ...folders, out: again });
    for (const file of ['ring-keeper/dist/main.js', 'ring-keeper/package.json', 'maps/ring-keeper/main.js.map'])
      expect(await readFile(join(again, file))).toEqual(await readFile(join(folders.out, file)));
    await rm(again, { recursive: true });
  });

  it('is not built from broken sources: the message names file and line', async () => {
    await writeFile(join(folders.sources, 'ring-keeper/main.ts'), 'export const = 1;');
    await expect(buildServices(folders)).rejects.toThrow(/ring-keeper\/main\.ts:1:13/);
  });
});

describe('whether a build is needed', () => {
  const touch = (file: string, time: Date) => utimes(join(folders.root, file), time, time);
  const later = new Date(Date.now() + 60_000);

  it('it is, until there is one', async () => {
    expect(needsBuild(folders)).toBe(true);
    await buildServices(folders);
    expect(needsBuild(folders)).toBe(false);
  });

  it.each(['shared/rings.ts', 'services/ring-keeper/main.ts', 'package-lock.json', 'host.json'])(
    'it is when %s has changed since',
    async (file) => {
      await buildServices(folders);
      await touch(file, later);
      expect(needsBuild(folders)).toBe(true);
    },
  );

  it('it is not when the console has changed, whose pages are built by themselves', async () => {
    await buildServices(folders);
    await mkdir(join(folders.root, 'services/console/src'), { recursive: true });
    await writeFile(join(folders.root, 'services/console/src/page.tsx'), '');
    await touch('services/console/src/page.tsx', later);
    expect(needsBuild(folders)).toBe(false);
  });

  it('it is not when a test has changed', async () => {
    await buildServices(folders);
    await writeFile(join(folders.root, 'shared/rings.test.ts'), '');
    await touch('shared/rings.test.ts', later);
    expect(needsBuild(folders)).toBe(false);
  });
});
