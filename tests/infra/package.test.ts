import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it, onTestFinished } from 'vitest';
import { packageOf } from '../../infra/azure/package/zips.ts';

/** An app as a build leaves it, its files written in this order at that time. */
async function built(names: readonly string[], at: Date): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'dist'));
  for (const name of names) {
    await writeFile(join(folder, name), `contents of ${name}`);
    await utimes(join(folder, name), at, at);
  }
  return folder;
}

it('makes the same package of the same files, in whatever order and whenever they were written', async () => {
  const names = ['host.json', 'package.json', 'dist/main.js', 'dist/identity.js'];
  const one = await packageOf('app', await built(names, new Date('2026-01-01')));
  const other = await packageOf('app', await built(names.toReversed(), new Date('2027-06-30')));
  expect(other.sha256).toBe(one.sha256);
  const files = unzipSync(one.bytes);
  expect(Object.keys(files)).toEqual(['dist/identity.js', 'dist/main.js', 'host.json', 'package.json']);
  expect(strFromU8(files['dist/main.js'] ?? new Uint8Array())).toBe('contents of dist/main.js');
});
