import { randomUUID } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';

/** Whoever starts or builds at the same time finds a whole file, the old one or the new. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const unfinished = unfinishedName(file);
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}

/** A name beside the file that nobody else writes to. */
export function unfinishedName(file: string): string {
  return `${file}.${randomUUID()}`;
}
