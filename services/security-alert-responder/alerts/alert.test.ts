import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ListedAlert, lookFrom, OVERLAP_MS, watermarkAfter } from './alert.ts';

const START = Date.parse('2026-06-09T08:00:00Z');
const MINUTE = 60_000;
const iso = (time: number) => new Date(time).toISOString();

function alertOf(alertId: string, changed: number): ListedAlert {
  const what = { title: 'Suspicious', severity: 'low', category: null, status: 'new', assignedTo: null } as const;
  return { alertId, incident: '1', ...what, createdAt: iso(changed), updatedAt: iso(changed), machines: [] };
}

describe('the watermark', () => {
  it('passes over no alert that shows up within the overlap, however often and however unevenly it looks', () => {
    const alerts = fc.array(
      fc.record({ changed: fc.nat(5 * 60 * MINUTE), delay: fc.integer({ min: 0, max: OVERLAP_MS }) }),
      { maxLength: 40 },
    );
    const pauses = fc.array(fc.integer({ min: 1, max: 60 * MINUTE }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(alerts, pauses, (given, waits) => {
        const seen = new Set<string>();
        let watermark: string | null = null;
        let now = START;
        for (const wait of [...waits, 6 * 60 * MINUTE]) {
          now += wait;
          const from = lookFrom(watermark, now);
          const listed = given
            .map(({ changed, delay }, n) => ({
              alert: alertOf(`a${n}`, START + changed),
              shownAt: START + changed + delay,
            }))
            .filter(({ alert, shownAt }) => shownAt <= now && Date.parse(alert.updatedAt) >= from)
            .map(({ alert }) => alert);
          for (const { alertId } of listed) seen.add(alertId);
          watermark = watermarkAfter(watermark, listed, now);
        }
        expect(seen.size).toBe(given.length);
      }),
    );
  });

  it('never goes back, and stays where it is when nothing is found', () => {
    const watermark = iso(START);
    expect(watermarkAfter(watermark, [alertOf('late', START - MINUTE)], START + MINUTE)).toBe(watermark);
    expect(watermarkAfter(watermark, [], START + MINUTE)).toBe(watermark);
    expect(watermarkAfter(null, [], START)).toBeNull();
  });

  it('is not carried away by an alert that is dated in the future', () => {
    expect(watermarkAfter(null, [alertOf('odd', START + 365 * 24 * 60 * MINUTE)], START)).toBe(iso(START));
  });

  it('begins a week ago in a tenant that is new', () => {
    expect(lookFrom(null, START)).toBe(START - 7 * 24 * 60 * MINUTE);
  });
});
