import { describe, expect, it } from 'vitest';
import { comparedWith, type RecordedRing, repairs } from './repairs.ts';

const groups = { Test: 'test', First: 'first', Fast: 'fast', Broad: 'broad' };
const recorded = new Map<string, RecordedRing>([
  ['settled', { deviceId: 'd1', ring: 'Fast', leaving: null }],
  ['moving', { deviceId: 'd2', ring: 'First', leaving: 'Broad' }],
]);
const member = (groupId: string, objectId: string) => ({ groupId, objectId, now: 'member' as const });
const gone = (groupId: string, objectId: string) => ({ groupId, objectId, now: 'gone' as const });
const undo = (...changes: Parameters<typeof repairs>[0]) => repairs(changes, recorded, groups);
const keys = (list: ReturnType<typeof undo>['add']) => list.map(({ groupId, objectId }) => `${objectId} ${groupId}`);

describe('what somebody did to the members of ring groups', () => {
  it('is undone: out of a second ring, back into the own one', () => {
    const { remove, add } = undo(member('broad', 'settled'), gone('fast', 'settled'));
    expect([keys(remove), keys(add)]).toEqual([['settled broad'], ['settled fast']]);
  });

  it('is undone for a device on its way too, but for the ring that it is leaving', () => {
    const { remove, add } = undo(member('broad', 'moving'), member('fast', 'moving'), gone('first', 'moving'));
    expect([keys(remove), keys(add)]).toEqual([['moving fast'], ['moving first']]);
  });

  it('stays when it is what the record says, or about devices that are not ours', () => {
    const { remove, add } = undo(member('fast', 'settled'), gone('broad', 'settled'), member('fast', 'stranger'));
    expect([remove, add]).toEqual([[], []]);
  });

  it('shows in a full list by what is missing there', () => {
    const changes = comparedWith([{ groupId: 'broad', objectId: 'settled' }], recorded, groups);
    const { remove, add } = repairs(changes, recorded, groups);
    expect([keys(remove), keys(add)]).toEqual([['settled broad'], ['settled fast', 'moving first']]);
  });
});
