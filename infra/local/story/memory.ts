import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../shared/contracts/json.ts';

/** What an actor remembers: when to look next, and what they have noted. */
export interface Remembered {
  /** Milliseconds since 1970; null: never. */
  readonly next: number | null;
  readonly notes: Json;
}

/** What the people of a story remember, by name, also after a restart. */
export interface Memory {
  of(name: string): Remembered | undefined;
  keep(name: string, remembered: Remembered): void;
}

/** Kept in one small file of the folder; without a folder, in the head alone. */
export function openMemory(folder: string | undefined): Memory {
  const path = folder === undefined ? undefined : join(folder, 'story.json');
  const known: Record<string, Remembered> = path === undefined ? {} : readFrom(path);
  return {
    of: (name) => known[name],
    keep(name, remembered) {
      known[name] = remembered;
      if (path === undefined) return;
      // Renaming is atomic: a process that is killed here leaves the old file or the new one.
      writeFileSync(`${path}.new`, JSON.stringify(known));
      renameSync(`${path}.new`, path);
    },
  };
}

function readFrom(path: string): Record<string, Remembered> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${path} cannot be read: --fresh begins anew.`, { cause: error });
  }
}
