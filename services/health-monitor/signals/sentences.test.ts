import { describe, expect, it } from 'vitest';
import { protectionSentence, stopSentence } from './sentences.ts';

const stops = (crashed: number, reporting: number, expected: number, days = 1) => ({
  counts: { day: '2026-06-16', days, exposure: reporting * days, crashed, fresh: crashed, expected },
  limit: 30_000,
  threshold: 0.97,
  isLearning: false,
});

describe('what the admin reads of stop errors', () => {
  it.each([
    [
      'in peace',
      { ...stops(1, 430, 0.95), alarm: null },
      'Stop errors: 1 of 430 devices on 2026-06-16, 0.95 expected.',
    ],
    [
      'when the running bet is won',
      { ...stops(9, 430, 1), alarm: 'running-bet' as const },
      'Stop errors: 9 of 430 devices on 2026-06-16, 1.0 expected. An alarm like this comes falsely less than once in 82 years for a tenant.',
    ],
    [
      'when a day is a rare one',
      { ...stops(40, 900, 12), alarm: 'rare-count' as const },
      'Stop errors: 40 of 900 devices on 2026-06-16, 12 expected. Without a fault, such a day comes less than once in 10,000.',
    ],
    [
      'when a large fleet misses its level, after a reading that failed',
      { ...stops(100, 1_500, 80, 2), alarm: 'level' as const },
      'Stop errors: 100 of 1500 devices in the 2 days to 2026-06-16, 80 expected. Fewer than 97 % were free of them.',
    ],
    [
      'while a tenant is being learned',
      { ...stops(0, 1, 0.002), alarm: null, isLearning: true },
      'Stop errors: 0 of 1 device on 2026-06-16, 0.00 expected. The history of this tenant is still short: rates of other fleets stand in.',
    ],
  ])('%s', (_, facts, sentence) => {
    expect(stopSentence(facts)).toBe(sentence);
  });
});

const bitlocker = (off: number, known: number, newlyOff = 0) => ({
  signal: 'bitlocker' as const,
  counts: { known, off, newlyOff, switchedOff: 0 },
  alarm: null,
  threshold: 0.95,
  expectedNewlyOff: 0.1,
  names: ['LT-0031', 'LT-0007'].slice(0, off),
});

describe('what the admin reads of BitLocker', () => {
  it.each([
    ['in peace', bitlocker(0, 12), 'All 12 devices have BitLocker on.'],
    [
      'of two devices of a small tenant',
      bitlocker(2, 12),
      '2 of 12 devices have BitLocker off: LT-0031, LT-0007. No incident: at 12 devices one device is 8.3 %.',
    ],
    [
      'of more than chance allows',
      { ...bitlocker(14, 100), alarm: 'surely-below' as const },
      '14 of 100 devices have BitLocker off. Were the level of 95 % met, so many would be seen in less than 1 of 100 readings.',
    ],
    [
      'of devices that switched it off of late',
      { ...bitlocker(6, 100, 5), alarm: 'newly-off' as const },
      '6 of 100 devices have BitLocker off. 5 of them since the last seven days, 0.10 expected.',
    ],
    [
      'of a large fleet',
      { ...bitlocker(120, 2_000), alarm: 'level' as const },
      '120 of 2000 devices have BitLocker off. 94 % have it on; 95 % are asked for.',
    ],
    [
      'of a level that chance may explain',
      bitlocker(6, 100),
      '6 of 100 devices have BitLocker off. That is under the level of 95 %, as far as chance may take a fleet of this size.',
    ],
  ])('%s', (_, facts, sentence) => {
    expect(protectionSentence(facts)).toBe(sentence);
  });
});
