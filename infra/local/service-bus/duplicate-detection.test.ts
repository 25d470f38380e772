import { expect, test } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { createDuplicateDetection } from './duplicate-detection.ts';

function open() {
  const clock = drivenClock(0);
  const saved = new Map<string, number>();
  const detection = createDuplicateDetection({
    clock,
    window: 1000,
    save: (id, until) => void (until === undefined ? saved.delete(id) : saved.set(id, until)),
  });
  return { clock, saved, detection };
}

test('an id is a duplicate until its window ends, and a repeat does not prolong it', () => {
  const { clock, detection } = open();
  expect(detection.isDuplicate('a')).toBe(false);
  clock.jumpTo(999);
  expect(detection.isDuplicate('a')).toBe(true);
  clock.jumpTo(1000);
  expect(detection.isDuplicate('a')).toBe(false);
});

test('what is kept is what is known', () => {
  const { clock, saved, detection } = open();
  detection.isDuplicate('a');
  expect([...saved]).toEqual([['a', 1000]]);
  clock.jumpTo(1000);
  expect([...saved]).toEqual([]);
});

test('what was kept is known again, for the rest of its window', () => {
  const { clock, detection } = open();
  detection.restore('a', 500);
  expect(detection.isDuplicate('a')).toBe(true);
  clock.jumpTo(500);
  expect(detection.isDuplicate('a')).toBe(false);
});
