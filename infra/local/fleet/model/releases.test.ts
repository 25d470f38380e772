import { describe, expect, test } from 'vitest';
import { releaseTable } from './releases.ts';
import { builds } from './windows.ts';

const start = Date.UTC(2026, 5, 9);
const releases = releaseTable(start);

describe('the Windows releases', () => {
  test('are the published ones, from ten in the morning in Redmond', () => {
    const june = releases.latestSecurity(builds.windows11_25H2, Date.UTC(2026, 5, 10));
    expect(june).toMatchObject({ kb: 'KB5094126', revision: 8655, synthetic: false, at: Date.UTC(2026, 5, 9, 17) });
    expect(releases.latestSecurity(builds.windows11_25H2, start)).toMatchObject({ kb: 'KB5089549', revision: 8457 });
    expect(releases.latestSecurity(builds.windows11_25H2, start, 1)).toMatchObject({ kb: 'KB5083769' });
  });

  test('go on each second Tuesday after the last published one, and say that they are invented', () => {
    const later = releases.ofBuild(builds.windows11_25H2).filter(({ at }) => at > Date.UTC(2026, 9, 14));
    expect(later.length).toBeGreaterThan(12);
    for (const { at, synthetic, kind, kb } of later) {
      expect({ synthetic, kind }).toEqual({ synthetic: true, kind: 'B' });
      expect(kb).toMatch(/^KB59\d{5}$/);
      expect(new Date(at).getUTCDay()).toBe(2);
      expect(Math.ceil(new Date(at).getUTCDate() / 7)).toBe(2);
    }
  });

  test('end with the support of their version', () => {
    expect(releases.ofBuild(builds.windows11_23H2).at(-1)?.at).toBeLessThan(Date.UTC(2026, 10, 11));
  });

  test('never give two updates of a branch the same number', () => {
    const byKb = new Map<string, number>();
    for (const { kb, at } of releases.all.filter(({ synthetic }) => synthetic)) {
      expect(byKb.get(kb) ?? at).toBe(at);
      byKb.set(kb, at);
    }
  });
});
