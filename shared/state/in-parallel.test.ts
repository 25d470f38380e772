import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

test('all items are worked on, no more at a time than the width', async () => {
  let [running, most] = [0, 0];
  const done: number[] = [];
  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test('an error is told after everything that had begun has ended', async () => {
  const ended: number[] = [];
  const work = inParallel([1, 2], 2, async (item) => {
    if (item === 1) throw new Error('one');
    await Promise.resolve();
    ended.push(item);
  });
  await expect(work).rejects.toThrow('one');
  expect(ended).toEqual([2]);
});
