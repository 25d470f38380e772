import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChangeLog } from './change-log.ts';
import type { StoredDocument } from './stored-document.ts';

test('however many versions are overwritten, the log gives the latest ones after a position', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 400 }), fc.nat(400), (numbers, after) => {
      const latest = new Map<number, StoredDocument>();
      const log = createChangeLog((document) => latest.get(document.number) === document);
      numbers.forEach((number, index) => {
        const document = version(number, index + 1);
        const overwrites = latest.has(number);
        latest.set(number, document);
        log.append(document);
        if (overwrites) log.retire();
      });
      const expected = [...latest.values()].map(({ lsn }) => lsn).filter((lsn) => lsn > after);
      expect([...log.after(after)].map(({ lsn }) => lsn)).toEqual(expected.sort((a, b) => a - b));
    }),
  );
});

const version = (number: number, lsn: number): StoredDocument => ({
  id: String(number),
  partitionKey: '["p"]',
  number,
  lsn,
  etag: `"${lsn}"`,
  timestamp: 0,
  timeToLive: undefined,
  uniqueKeys: [],
  text: '{}',
});
