import { describe, expect, it } from 'vitest';
import { idOf, isInOrder, isRetryHour, note, type TenantObjects } from './tenant-objects.ts';
import { WANTED_OBJECTS } from './wanted-objects.ts';

const HOUR_MS = 3_600_000;
const none: TenantObjects = { operationId: 'o1', objects: {} };
const present = { kind: 'present', id: 'g-1', at: 0 } as const;

describe('the objects of a tenant', () => {
  it('are in order when all of them are present', () => {
    const all = Object.fromEntries(WANTED_OBJECTS.map(({ key }) => [key, present]));
    expect(isInOrder({ ...none, objects: all })).toBe(true);
    expect(isInOrder({ ...none, objects: { ...all, 'omd-shared': { kind: 'missing' } } })).toBe(false);
  });

  it('are on record when they are made, and made again', () => {
    expect(note('omd-shared', { kind: 'maybe-made', at: 0 })(none)).not.toHaveProperty('audit');
    const made = note('omd-shared', present)(none);
    expect(made?.audit).toEqual({ action: 'tenant.keep-object', detail: { object: 'omd-shared', id: 'g-1' } });
    expect(note('omd-shared', present)(made?.state)).toBeUndefined();
  });

  it('that were made a moment ago are there before they are listed; later they are as listed', () => {
    expect(idOf(present, undefined, HOUR_MS / 60)).toBe('g-1');
    expect(idOf(present, undefined, HOUR_MS)).toBeUndefined();
    expect(idOf(present, 'g-2', 0)).toBe('g-2');
    expect(idOf({ kind: 'maybe-made', at: 0 }, undefined, 0)).toBeUndefined();
  });

  it('are tried again soon after enrolment, then ever more seldom', () => {
    const hours = Array.from({ length: 25 }, (_, hour) => hour).filter((hour) => isRetryHour(0, hour * HOUR_MS));
    expect(hours).toEqual([1, 2, 4, 8, 16]);
  });
});
