import { expect, test } from 'vitest';
import { EMPTY_CHAIN, headOf, link, recordHash } from './audit-chain.ts';

const entry = {
  at: '2026-03-02T08:00:00.000Z',
  actor: { kind: 'service', id: 'health-monitor' },
  action: 'device.name',
  correlationId: 'c1',
  version: 1,
} as const;

test('each record is numbered and carries the hash of the one before', () => {
  const first = link(EMPTY_CHAIN, entry);
  const second = link(headOf(first), { ...entry, detail: { name: 'LAPTOP-2' } });
  expect([first.number, first.previous]).toEqual([1, '']);
  expect([second.number, second.previous]).toEqual([2, first.hash]);
});

test('the hash stands for everything in the record', () => {
  const record = link(EMPTY_CHAIN, { ...entry, detail: { name: 'LAPTOP-1' } });
  expect(recordHash(record)).toBe(record.hash);
  for (const edit of [
    { at: '' },
    { action: '' },
    { detail: { name: 'X' } },
    { version: 2 },
    { number: 2 },
    { previous: 'x' },
  ])
    expect(recordHash({ ...record, ...edit })).not.toBe(record.hash);
});
