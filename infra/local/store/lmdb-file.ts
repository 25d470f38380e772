import { open } from 'node:fs/promises';
import { StoreError } from './store-error.ts';

/** What every LMDB file has at byte 24, behind the header of its first page (mdb.c, MDB_meta). */
const MAGIC = 0xbeefc0de;
const MAGIC_AT = 24;

/**
 * Refuses what is not an LMDB file before LMDB maps it.
 * @throws StoreError `store-damaged`
 */
export async function checkLmdbFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, MAGIC_AT);
    if (bytesRead < 4 || buffer.readUInt32LE(0) !== MAGIC) {
      throw new StoreError('store-damaged', `${path} is damaged: it does not begin as an LMDB file.`);
    }
  } finally {
    await file.close();
  }
}
