import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '../store/folder-lock.ts';

/** Names of what this platform keeps in its folder; anything else there is somebody else's. */
export const KEPT = ['service-bus', 'cosmos', 'timers', 'clock.json', 'simulated-cloud.jsonl', 'story.json'] as const;

/**
 * Takes the folder for this process and, if asked, empties it of what the platform keeps there. Returns what gives it back.
 * @throws {StoreError} `store-in-use` when another platform runs on it
 */
export async function takeDataFolder(folder: string, fresh: boolean): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const release = await lockFolder(await realpath(folder));
  if (fresh) await Promise.all(KEPT.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  return release;
}
