import { describe, expect, it } from 'vitest';
import type { Release, RingProgress } from '../releases/release.ts';
import { opening } from './opening.ts';
import { adopted, at, JULY, openIn } from './test-release.ts';

const ZONE = 'Europe/Berlin';
const wednesday = at('2026-07-15T17:30:00Z');
const monday = at('2026-07-20T20:00:00Z');

function withFast(progress: Partial<RingProgress>): Release {
  const release = openIn(openIn(adopted(JULY), ['Test', 'First'], wednesday), ['Fast'], monday);
  const all = { reachable: 90, updated: 60, covered: 60, failed: 0, ...progress };
  return { ...release, progress: { ...release.progress, Fast: all } };
}

const broad = (progress: Partial<RingProgress>, when: string, fresh = true) =>
  opening('Broad', withFast(progress), at(when), ZONE, fresh);

describe('Broad', () => {
  it('waits for the hour at which its policy offers the release', () => {
    expect(broad({}, '2026-07-23T16:59:00Z')).toEqual({ kind: 'wait', for: 'calendar' });
    expect(broad({}, '2026-07-23T17:00:00Z')).toEqual({ kind: 'open', because: 'evidence' });
  });

  it('waits until crash data covers 60 % of Fast, however many have restarted', () => {
    expect(broad({ updated: 90, covered: 53 }, '2026-07-24T17:00:00Z')).toEqual({ kind: 'wait', for: 'evidence' });
    expect(broad({ updated: 90, covered: 54 }, '2026-07-24T17:00:00Z')).toEqual({ kind: 'open', because: 'evidence' });
  });

  it('believes no data that is too old', () => {
    expect(broad({}, '2026-07-24T17:00:00Z', false)).toEqual({ kind: 'wait', for: 'evidence' });
  });

  it('opens at its limit, which a weekend moves to Monday', () => {
    expect(broad({ covered: 0 }, '2026-07-25T17:00:00Z')).toEqual({ kind: 'wait', for: 'evidence' });
    expect(broad({ covered: 0 }, '2026-07-27T06:00:00Z')).toEqual({ kind: 'open', because: 'time-limit' });
  });

  it('waits for a person beyond any limit when half of Fast stands failed', () => {
    expect(broad({ reachable: 10, failed: 5 }, '2026-08-10T06:00:00Z')).toEqual({ kind: 'wait', for: 'person' });
  });

  it('opens by calendar when Fast is too small to prove anything', () => {
    expect(broad({ reachable: 4, covered: 0 }, '2026-07-23T17:00:00Z')).toEqual({ kind: 'open', because: 'calendar' });
  });
});

it('no ring opens within two days of the one before, from First on', () => {
  const late = openIn(adopted(JULY), ['Test', 'First'], monday);
  expect(opening('Fast', late, at('2026-07-21T20:00:00Z'), ZONE, true)).toEqual({ kind: 'wait', for: 'gap' });
  expect(opening('Broad', late, at('2026-07-27T20:00:00Z'), ZONE, true)).toEqual({ kind: 'wait', for: 'gap' });
});

it('First opens a day after Test, when 60 % of Test run the release, of which no crash data can be there yet', () => {
  const release = openIn(adopted(JULY), ['Test'], at('2026-07-14T18:00:00Z'));
  const first = (updated: number) => {
    const Test = { reachable: 10, updated, covered: 0, failed: 0 };
    return opening('First', { ...release, progress: { ...release.progress, Test } }, wednesday, ZONE, true);
  };
  expect([first(5), first(6)]).toEqual([
    { kind: 'wait', for: 'evidence' },
    { kind: 'open', because: 'evidence' },
  ]);
});
