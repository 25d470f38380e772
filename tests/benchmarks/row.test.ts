import { describe, expect, it } from 'vitest';
import { inParallel, interleaved, quantile } from './rounds.ts';
import { row } from './row.ts';

describe('a row beside a reference', () => {
  it('is better by a higher rate', () => {
    expect(row('cosmos create', 3_000, '/s', { name: 'other', value: 1_000 }).ratio).toBe(3);
  });

  it('is better by a shorter duration', () => {
    expect(row('cosmos create p50', 2, 'ms', { name: 'other', value: 5 }).ratio).toBe(2.5);
  });

  it('has no ratio without one, and three digits', () => {
    expect(row('cosmos create', 1_234.5, '/s')).toEqual({ name: 'cosmos create', value: 1_230, unit: '/s' });
  });
});

describe('rounds', () => {
  it('take turns, and leave the first round out of the median', async () => {
    const turns: string[] = [];
    const medians = await interleaved(['a', 'b'], async (subject, round) => {
      turns.push(`${subject}${round}`);
      return round === 0 ? 1_000 : round;
    });
    expect(turns.slice(0, 4)).toEqual(['a0', 'b0', 'a1', 'b1']);
    expect(medians.get('a')).toBe(6);
  });

  it('do each number once, no more at a time than there are lanes', async () => {
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await inParallel(20, 4, async (index) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      done.push(index);
    });
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(most).toBe(4);
  });

  it('give the value below which a part of all values lies', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([51, 100, 7]);
  });
});
