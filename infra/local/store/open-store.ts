import { constants, existsSync } from 'node:fs';
import { access, mkdir, realpath, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, open } from 'lmdb';
import { type CommitThread, startCommitThread } from './commit-thread.ts';
import { lockFolder } from './folder-lock.ts';
import { checkLmdbFile } from './lmdb-file.ts';
import type { Store } from './store.ts';
import { StoreError, storeErrorFrom } from './store-error.ts';

const ENTRIES = { name: 'entries', encoding: 'string' } as const;

/** With less room than this on the disk, a failed write is one that did not fit. */
const LEAST_FREE_BYTES = 1024 * 1024;

/** Whose data a folder holds, and in which layout of keys and values. */
export interface StoreFormat {
  readonly name: string;
  /** A whole number; another one means that the data cannot be read. */
  readonly version: number;
}

/**
 * Opens the store in a folder, which is made when it is missing. One process at a time has it; a process may have many.
 * @throws StoreError `store-in-use`, `store-format`, `store-read-only`, `store-damaged`, `store-full`
 */
export async function openStore(folder: string, { format }: { format: StoreFormat }): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true });
    const unlock = await lockFolder(await realpath(folder));
    try {
      return await openLocked(folder, format, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  } catch (error) {
    throw storeErrorFrom(error, folder);
  }
}

async function openLocked(folder: string, format: StoreFormat, unlock: () => Promise<void>): Promise<Store> {
  const file = join(folder, 'data.mdb');
  await access(folder, constants.W_OK);
  if (existsSync(file)) {
    await access(file, constants.R_OK | constants.W_OK);
    await checkLmdbFile(file);
  }
  // Without `overlappingSync: false` a commit would be answered before it is on the disk.
  const environment = { path: folder, overlappingSync: false, encoding: 'string', maxDbs: 2 } as const;
  const root = open<string, string>(environment);
  try {
    claimFormat(root.openDB<string, string>({ name: 'format', encoding: 'string' }), folder, format);
    const entries = root.openDB<string, string>(ENTRIES);
    const thread = startCommitThread({ environment, entries: ENTRIES });
    return storeOver(entries, thread, folder, async () => {
      await thread.close();
      await root.close();
      await unlock();
    });
  } catch (error) {
    await root.close();
    throw error;
  }
}

/** Marks a new store as this format's; refuses one that another format or version has marked. */
function claimFormat(marks: Database<string, string>, folder: string, { name, version }: StoreFormat): void {
  const wanted = `${name} ${version}`;
  const found = marks.get('format');
  if (found === undefined) marks.putSync('format', wanted);
  else if (found !== wanted) {
    throw new StoreError(
      'store-format',
      `The store in ${folder} holds data of format "${found}"; this program reads "${wanted}". Empty the folder, or name another.`,
    );
  }
}

function storeOver(
  entries: Database<string, string>,
  thread: CommitThread,
  folder: string,
  release: () => Promise<void>,
): Store {
  let closing: Promise<void> | undefined;

  function opened(): Database<string, string> {
    if (closing !== undefined) throw new StoreError('store-closed', `The store in ${folder} is closed.`);
    return entries;
  }

  return {
    async commit(changes) {
      opened();
      try {
        await thread.commit(changes);
        entries.resetReadTxn(); // reads shall see it at once
      } catch (error) {
        throw await refusal(error, folder);
      }
    },
    range: (start, end) => opened().getRange({ start, end }),
    get: (key) => opened().get(key),
    close() {
      closing ??= release();
      return closing;
    },
  };
}

/** Of a write that was cut short by a full disk, LMDB says no more than that input or output failed. */
async function refusal(error: unknown, folder: string): Promise<StoreError> {
  const failed = storeErrorFrom(error, folder);
  if (failed.code !== 'store-failed') return failed;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= LEAST_FREE_BYTES) return failed;
  return new StoreError('store-full', `The store in ${folder} lies on a disk that is full.`, error);
}
