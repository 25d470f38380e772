import { describe, expect, it } from 'vitest';
import { observedOf } from '../devices/observed.ts';
import { deviceWith } from '../devices/test-device.ts';
import { believe, type MissingDevice } from './missing.ts';

const today = Date.parse('2026-07-20T02:07:00.000Z');
const DAY_MS = 86_400_000;
const device = { ...observedOf(deviceWith()), id: 'd1', serialNumber: 'PF4FC001' };
const gone = { kind: 'gone' } as const;
const nowhere = { identity: null, enrolment: gone };

const since = (time: number): ReadonlyMap<string, MissingDevice> =>
  new Map([['d1', { deviceId: 'd1', since: new Date(time).toISOString() }]]);

const reading = (state: typeof device.state, known: ReadonlyMap<string, MissingDevice>, sighting = nowhere) =>
  believe([{ device: { ...device, state }, sighting }], known, today);

describe('a device that is not found', () => {
  it('the first time is only noted', () => {
    const { sighted, missing, gone: lost } = reading('active', new Map());
    expect(missing).toEqual([{ deviceId: 'd1', since: new Date(today).toISOString() }]);
    expect(lost).toEqual([]);
    expect(sighted[0]?.sighting.enrolment).toEqual({ kind: 'not-read' });
  });

  it('a day later is believed to be gone', () => {
    expect(reading('active', since(today - DAY_MS))).toMatchObject({ gone: ['d1'], sighted: [] });
    expect(reading('ready-for-user', since(today - DAY_MS)).gone).toEqual(['d1']);
  });

  it('while its registration is pending or has failed was never there', () => {
    for (const state of ['registration-pending', 'registration-failed'] as const)
      expect(reading(state, new Map())).toMatchObject({ missing: [], gone: [] });
  });
});

it('a device that was missing and is there again is no longer missing', () => {
  const found = { identity: null, enrolment: { kind: 'not-read' } } as const;
  expect(
    believe([{ device: { ...device, state: 'active' }, sighting: found }], since(today - DAY_MS), today).missing,
  ).toEqual([]);
});
