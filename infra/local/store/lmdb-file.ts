import { type FileHandle, open } from 'node:fs/promises';
import { StoreError } from './store-error.ts';

const MAGIC = 0xbeefc0de;
const PAGE_HEADER_BYTES = 24;
const META_BYTES = 136;

// Where MDB_meta (mdb.c) has the page size, the last page in use and the transaction that wrote it.
const PAGE_SIZE_AT = 24;
const LAST_PAGE_AT = 120;
const TRANSACTION_AT = 128;

interface Meta {
  readonly pageSize: number;
  readonly lastPage: bigint;
  readonly transaction: bigint;
}

/**
 * Compares an LMDB file with what its meta pages promise. LMDB maps the file unread: of one cut short it would only
 * learn by a bus error, which no process survives.
 * @throws StoreError `store-damaged`
 */
export async function checkLmdbFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const first = await readMeta(file, 0);
    if (!first) throw new StoreError('store-damaged', `${path} is damaged: it does not begin as an LMDB file.`);
    const second = await readMeta(file, first.pageSize);
    const { lastPage, pageSize } = second && second.transaction > first.transaction ? second : first;
    const promised = (lastPage + 1n) * BigInt(pageSize);
    if (size < promised) {
      throw new StoreError('store-damaged', `${path} is damaged: of its ${promised} bytes, ${size} are left.`);
    }
  } finally {
    await file.close();
  }
}

async function readMeta(file: FileHandle, page: number): Promise<Meta | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(META_BYTES), 0, META_BYTES, page + PAGE_HEADER_BYTES);
  if (bytesRead < META_BYTES || buffer.readUInt32LE(0) !== MAGIC) return undefined;
  return {
    pageSize: buffer.readUInt32LE(PAGE_SIZE_AT),
    lastPage: buffer.readBigUInt64LE(LAST_PAGE_AT),
    transaction: buffer.readBigUInt64LE(TRANSACTION_AT),
  };
}
