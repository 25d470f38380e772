import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineAggregate } from './aggregate.ts';
import { EMPTY_CHAIN } from './audit-chain.ts';
import type { StateDocument } from './documents.ts';
import { UnreadableState } from './errors.ts';
import { dataOf, stateIn } from './state-codec.ts';

const device = defineAggregate({
  kind: 'device',
  schemaVersion: 3,
  schema: z.object({ names: z.array(z.string()), ring: z.string() }),
  upgrades: {
    1: (data) => ({ names: [z.object({ name: z.string() }).parse(data).name] }),
    2: (data) => ({ ...z.object({ names: z.array(z.string()) }).parse(data), ring: 'broad' }),
  },
});

function written(schemaVersion: number, data: unknown): StateDocument {
  const partition = { tenantId: 'contoso', aggregate: 'device:d1' };
  return {
    ...partition,
    id: 'state',
    kind: 'state',
    type: 'device',
    schemaVersion,
    version: 1,
    audit: EMPTY_CHAIN,
    data,
  };
}

test('a state of any older release is read as one of today', () => {
  const today = { names: ['LAPTOP-1'], ring: 'broad' };
  expect(stateIn(device, written(1, { name: 'LAPTOP-1' }))).toEqual(today);
  expect(stateIn(device, written(2, { names: ['LAPTOP-1'] }))).toEqual(today);
  expect(stateIn(device, written(3, today))).toEqual(today);
});

test('a state of a newer release, or one that is not what its schema says, is not guessed at', () => {
  expect(() => stateIn(device, written(4, { names: [], ring: 'broad' }))).toThrow(UnreadableState);
  expect(() => stateIn(device, written(3, { names: 'LAPTOP-1' }))).toThrow(UnreadableState);
});

test('a tombstone has no state', () => {
  expect(stateIn(device, written(1, null))).toBeUndefined();
  expect(dataOf(device, undefined)).toBeNull();
});

test('a state that nobody could read again is not written', () => {
  const named = defineAggregate({ kind: 'device', schemaVersion: 1, schema: z.object({ name: z.string().min(1) }) });
  expect(dataOf(named, { name: 'LAPTOP-1' })).toEqual({ name: 'LAPTOP-1' });
  expect(() => dataOf(named, { name: '' })).toThrow(TypeError);
});
