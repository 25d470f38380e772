import { describe, expect, it } from 'vitest';
import { StoreError, storeErrorFrom } from './store-error.ts';

describe('an error of the disk', () => {
  it.each([
    ['a word of the system', { code: 'ENOSPC' }, 'store-full'],
    ['a number of the system, from LMDB', { code: 28 }, 'store-full'],
    ['MDB_MAP_FULL', { code: -30792 }, 'store-full'],
    ['a folder of somebody else', { code: 'EACCES' }, 'store-read-only'],
    ['a disk mounted to be read', { code: 'EROFS' }, 'store-read-only'],
    ['a new folder on a disk mounted to be read', { code: 'ENOENT' }, 'store-read-only'],
    ['MDB_CORRUPTED', { code: -30796 }, 'store-damaged'],
    ['MDB_VERSION_MISMATCH', { code: -30794 }, 'store-format'],
    ['an error of input or output', { code: 5 }, 'store-failed'],
    ['an error without a code', new TypeError('unexpected'), 'store-failed'],
  ])('has a stable code: %s', (_name, error, code) => {
    expect(storeErrorFrom(error, '/data')).toMatchObject({ code, cause: error });
  });

  it('keeps the code it has', () => {
    const error = new StoreError('store-in-use', 'taken');
    expect(storeErrorFrom(error, '/data')).toBe(error);
  });
});
