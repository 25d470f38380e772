import { describe, expect, it } from 'vitest';
import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { paused } from '../gate/decisions.ts';
import { adopted, at, FIX, JULY, openIn } from '../gate/test-release.ts';
import { USUAL_ORDERS } from '../rings/ring-policy.ts';
import { ordersFor } from './orders.ts';

const wednesday = at('2026-07-15T18:00:00Z');
const july = openIn(adopted(JULY), ['Test', 'First'], wednesday);
const fix = openIn(adopted(FIX, july), RINGS, at('2026-07-22T18:00:00Z'));
const shut = (ring: Ring, now: string, release = july) => ordersFor(release, at(now))[ring].paused;

describe('the policies of the rings', () => {
  it('keep all rings but Test shut until the gate opens them', () => {
    expect(RINGS.map((ring) => shut(ring, '2026-07-16T00:00:00Z'))).toEqual([false, false, true, true]);
    expect(RINGS.map((ring) => shut(ring, '2026-07-15T00:00:00Z', adopted(JULY)))).toEqual([false, true, true, true]);
    const open = openIn(july, ['Fast'], at('2026-07-20T18:00:00Z'));
    expect(RINGS.map((ring) => shut(ring, '2026-07-21T00:00:00Z', open))).toEqual([false, false, false, true]);
  });

  it('offer a fix at once, and go back to their days as soon as these offer it too', () => {
    const days = (now: string) => RINGS.map((ring) => ordersFor(fix, at(now))[ring].deferral);
    expect(days('2026-07-19T00:00:00Z')).toEqual([0, 0, 0, 0]);
    expect(days('2026-07-24T18:00:00Z')).toEqual([0, 1, 6, 0]);
    expect(days('2026-07-27T18:00:00Z')).toEqual([0, 1, 6, 9]);
  });

  it('shut all rings but Test on the eve of Patch Tuesday, with their days, also when the fix is young', () => {
    const { Test, First, Fast, Broad } = ordersFor(fix, at('2026-08-10T18:00:00Z'));
    expect([Test, First, Fast, Broad]).toEqual([
      { paused: false, deferral: 0 },
      { paused: true, deferral: 1 },
      { paused: true, deferral: 6 },
      { paused: true, deferral: 9 },
    ]);
    const young = openIn(adopted({ ...FIX, at: at('2026-08-08T17:00:00Z') }, july), RINGS, at('2026-08-08T18:00:00Z'));
    expect(ordersFor(young, at('2026-08-10T18:00:00Z')).Broad).toEqual({ paused: true, deferral: 9 });
  });

  it('wait no longer than three days for a month in which nothing comes out', () => {
    expect(shut('Broad', '2026-08-14T18:00:00Z', fix)).toBe(false);
  });

  it('keep a ring shut that a person has paused', () => {
    const { state } = paused(july, ['Broad'], 'Quarter end.', wednesday);
    const next = adopted({ ...FIX, at: at('2026-07-19T17:00:00Z') }, state);
    expect(shut('Broad', '2026-07-30T00:00:00Z', next)).toBe(true);
  });

  it('are the usual ones before any release is known', () => {
    expect(ordersFor(undefined, wednesday)).toEqual(USUAL_ORDERS);
  });
});
