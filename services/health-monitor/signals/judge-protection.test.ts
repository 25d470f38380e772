import { expect, it } from 'vitest';
import { judgeProtection } from './judge-protection.ts';

const judged = (known: number, off: number, newlyOff = 0) =>
  judgeProtection({
    counts: { known, off, newlyOff, switchedOff: 0 },
    threshold: 0.95,
    expectedNewlyOff: known * 7 * 0.0004,
  });

it('a few devices without it are tasks of their own, not an incident of a small tenant', () => {
  expect(judged(12, 2).alarm).toBeNull();
  expect(judged(19, 6).alarm).toBeNull();
  expect(judged(50, 7).alarm).toBeNull();
});

it('a level that is surely missed is an incident', () => {
  expect(judged(20, 5).alarm).toBe('surely-below');
  expect(judged(50, 8).alarm).toBe('surely-below');
  expect(judged(500, 38).alarm).toBe('surely-below');
});

it('three devices that lose it within a week are an incident of a small tenant; larger ones bet on it', () => {
  expect(judged(12, 3, 3).alarm).toBe('newly-off');
  expect(judged(100, 6, 3).alarm).toBeNull();
  expect(judged(100, 7, 6).alarm).toBe('newly-off');
  expect(judged(100, 7, 2).alarm).toBeNull();
});

it('the bare level counts in a large fleet alone', () => {
  expect(judged(1_000, 60).alarm).toBeNull();
  expect(judged(2_000, 110).alarm).toBe('level');
});

it('opens on strong evidence and recovers at the level itself', () => {
  expect(judged(50, 8)).toEqual({ alarm: 'surely-below', isClean: false });
  expect(judged(50, 4)).toEqual({ alarm: null, isClean: false });
  expect(judged(50, 2)).toEqual({ alarm: null, isClean: true });
});
