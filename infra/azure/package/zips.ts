import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';

/** The earliest moment that the format knows: the same files make the same bytes, whenever and wherever. */
const MTIME = new Date(1980, 0, 1);

/** A built folder as a zip; that of a service is what Azure Functions takes. */
export interface Package {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** Zips a built folder, names in order. */
export async function packageOf(name: string, folder: string): Promise<Package> {
  const files: Zippable = {};
  for (const path of (await filesBelow(folder)).sort()) files[path] = await readFile(join(folder, path));
  const bytes = zipSync(files, { level: 9, mtime: MTIME });
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Writes the zips, and `SHA256SUMS` as `sha256sum --check` reads it. */
export async function writePackages(packages: readonly Package[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of packages) await writeFile(join(folder, `${name}.zip`), bytes);
  const sums = packages.map(({ name, sha256 }) => `${sha256}  ${name}.zip\n`);
  await writeFile(join(folder, 'SHA256SUMS'), sums.join(''));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'));
}
