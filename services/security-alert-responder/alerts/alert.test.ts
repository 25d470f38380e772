import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ListedAlert, lookFrom, OVERLAP_MS, type Seen, seenAfter, unseen } from './alert.ts';

const START = Date.parse('2026-06-09T08:00:00Z');
const MINUTE = 60_000;
const iso = (time: number) => new Date(time).toISOString();

function alertOf(alertId: string, changed: number): ListedAlert {
  const what = { title: 'Suspicious', severity: 'low', category: null, status: 'new', assignedTo: null } as const;
  return { alertId, incident: '1', ...what, createdAt: iso(changed), updatedAt: iso(changed), machines: [] };
}

describe('what has been seen', () => {
  it('lets pass every alert once that shows up within the overlap, however often and however unevenly it looks', () => {
    const alerts = fc.array(
      fc.record({ changed: fc.nat(5 * 60 * MINUTE), delay: fc.integer({ min: 0, max: OVERLAP_MS }) }),
      { maxLength: 40 },
    );
    const pauses = fc.array(fc.integer({ min: 1, max: 60 * MINUTE }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(alerts, pauses, (given, waits) => {
        const found = new Map<string, number>();
        let seen: Seen | undefined;
        let now = START;
        for (const wait of [...waits, 6 * 60 * MINUTE]) {
          now += wait;
          const from = lookFrom(seen, now);
          const listed = given
            .map(({ changed, delay }, n) => ({
              alert: alertOf(`a${n}`, START + changed),
              shownAt: START + changed + delay,
            }))
            .filter(({ alert, shownAt }) => shownAt <= now && Date.parse(alert.updatedAt) >= from)
            .map(({ alert }) => alert);
          for (const { alertId } of unseen(seen, listed)) found.set(alertId, (found.get(alertId) ?? 0) + 1);
          if (listed.length > 0) seen = seenAfter(seen, listed, now);
        }
        expect([...found.values()]).toEqual(given.map(() => 1));
      }),
    );
  });

  it('never goes back', () => {
    const seen = { newest: iso(START), versions: {} };
    expect(seenAfter(seen, [alertOf('late', START - MINUTE)], START + MINUTE)).toEqual({
      newest: iso(START),
      versions: { late: iso(START - MINUTE) },
    });
  });

  it('passes an alert again in a newer version', () => {
    const seen = seenAfter(undefined, [alertOf('a', START)], START);
    expect(unseen(seen, [alertOf('a', START), alertOf('a', START + 1), alertOf('b', START)])).toEqual([
      alertOf('a', START + 1),
      alertOf('b', START),
    ]);
  });

  it('is not carried away by an alert that is dated in the future', () => {
    const seen = seenAfter(undefined, [alertOf('odd', START + 365 * 24 * 60 * MINUTE)], START);
    expect(seen.newest).toBe(iso(START));
  });

  it('begins a week ago in a tenant that is new', () => {
    expect(lookFrom(undefined, START)).toBe(START - 7 * 24 * 60 * MINUTE);
  });
});
