/** `node --import tsx infra/azure/package/main.ts [folder]`: a zip for each built app, and their checksums. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageOf, writePackages } from './zips.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const [out = join(dist, 'packages')] = process.argv.slice(2);

/** Folders of `dist` that are no app. */
const OTHERS = ['local', 'maps', 'packages'];

const apps = (await readdir(dist, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
  .map(({ name }) => name)
  .sort();
const packages = await Promise.all(apps.map((name) => packageOf(name, join(dist, name))));
await writePackages(packages, out);
for (const { name, bytes, sha256 } of packages) console.log(`${sha256}  ${name}.zip  ${bytes.length} bytes`);
