import { describe, expect, test } from 'vitest';
import { creditBucket } from './credits.ts';
import { createFaults } from './faults.ts';

describe('A planned fault', () => {
  test('strikes once, at its point and entity', () => {
    const faults = createFaults([{ on: 'send', entity: 'Q', effect: { kind: 'server-busy' } }]);
    expect(faults.strike('settle', 'q')).toBeUndefined();
    expect(faults.strike('send', 'other')).toBeUndefined();
    expect(faults.strike('send', 'q')).toEqual({ kind: 'server-busy' });
    expect(faults.strike('send', 'q')).toBeUndefined();
  });

  test('waits for its turn, and strikes as often as planned', () => {
    const faults = createFaults();
    faults.add({ on: 'settle', nth: 3, times: 2, effect: { kind: 'lock-lost' } });
    const struck = Array.from({ length: 6 }, () => faults.strike('settle', 'q') !== undefined);
    expect(struck).toEqual([false, false, true, true, false, false]);
  });

  test('can be taken back', () => {
    const faults = createFaults();
    const takeBack = faults.add({ on: 'send', effect: { kind: 'entity-full' } });
    takeBack();
    expect(faults.strike('send', 'q')).toBeUndefined();
  });
});

test('a refused operation costs no credits, and each second brings new ones', () => {
  let now = 0;
  const credits = creditBucket(() => now);
  credits.spend(900);
  expect(() => credits.spend(200)).toThrow(expect.objectContaining({ condition: 'com.microsoft:server-busy' }));
  credits.spend(100);
  expect(() => credits.spend(1)).toThrow();
  now = 1000;
  credits.spend(1000);
});
