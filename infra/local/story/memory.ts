import { join } from 'node:path';
import type { Json } from '../../../shared/contracts/json.ts';
import { smallFile } from '../store/small-file.ts';

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
  const file = folder === undefined ? undefined : smallFile<Record<string, Remembered>>(join(folder, 'story.json'));
  const known = file?.read() ?? {};
  return {
    of: (name) => known[name],
    keep(name, remembered) {
      known[name] = remembered;
      file?.write(known);
    },
  };
}
