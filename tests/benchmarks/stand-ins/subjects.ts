import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives `use` a folder that is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'omd-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Gives `use` what was started, and ends all of it afterwards. */
export async function withAll<T extends { kill(): Promise<void> }, R>(
  started: readonly Promise<T>[],
  use: (subjects: readonly T[]) => Promise<R>,
): Promise<R> {
  try {
    return await use(await Promise.all(started));
  } finally {
    for (const result of await Promise.allSettled(started))
      if (result.status === 'fulfilled') await result.value.kill();
  }
}
