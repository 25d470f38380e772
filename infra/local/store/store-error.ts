/** What a store refuses, and why: another process has it, its data is another program's, or the disk failed. */
export type StoreErrorCode =
  | 'store-in-use'
  | 'store-format'
  | 'store-full'
  | 'store-read-only'
  | 'store-damaged'
  | 'store-closed'
  | 'store-failed';

/** Everything that `openStore` and a `Store` throw. `cause` is what the system said. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

/** The system names an error by a word, LMDB by its number: errno, or one of its own below -30,000 (lmdb.h). */
const CODES: Readonly<Record<string | number, StoreErrorCode>> = {
  ENOSPC: 'store-full',
  EDQUOT: 'store-full',
  28: 'store-full',
  122: 'store-full',
  [-30792]: 'store-full', // MDB_MAP_FULL
  EACCES: 'store-read-only',
  EPERM: 'store-read-only',
  EROFS: 'store-read-only',
  ENOENT: 'store-read-only', // what `mkdir` says of a new folder on a disk mounted to be read
  1: 'store-read-only',
  13: 'store-read-only',
  30: 'store-read-only',
  [-30797]: 'store-damaged', // MDB_PAGE_NOTFOUND
  [-30796]: 'store-damaged', // MDB_CORRUPTED
  [-30795]: 'store-damaged', // MDB_PANIC
  [-30793]: 'store-damaged', // MDB_INVALID
  [-30794]: 'store-format', // MDB_VERSION_MISMATCH
};

const MEANINGS: Readonly<Record<StoreErrorCode, string>> = {
  'store-in-use': 'is in use by another process',
  'store-format': 'holds data of another format',
  'store-full': 'lies on a disk that is full',
  'store-read-only': 'cannot be written to',
  'store-damaged': 'is damaged',
  'store-closed': 'is closed',
  'store-failed': 'failed',
};

/** Gives what the system or LMDB threw over `folder` its stable code. */
export function storeErrorFrom(error: unknown, folder: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message } = error as { code?: string | number; message?: string };
  const meaning = CODES[code ?? ''] ?? 'store-failed';
  return new StoreError(meaning, `The store in ${folder} ${MEANINGS[meaning]}: ${message ?? error}`, error);
}
