import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimespan } from './timespan.ts';

test.each([
  ['00:05:00', 300_000],
  ['1.02:03:04', 93_784_000],
  ['00:00:00.5', 500],
  ['23:59:59', 86_399_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseTimespan(text)).toBe(milliseconds);
});

test.each(['24:00:00', '00:60:00', '00:00:60', '5', 'PT5M', '', '-00:00:01'])('"%s" is none', (text) => {
  expect(parseTimespan(text)).toBeUndefined();
});

test('what is written from days, hours, minutes and seconds is read again', () => {
  const part = (most: number) => fc.integer({ min: 0, max: most });
  fc.assert(
    fc.property(part(9_999), part(23), part(59), part(59), (days, hours, minutes, seconds) => {
      const two = (value: number) => String(value).padStart(2, '0');
      const expected = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
      expect(parseTimespan(`${days}.${two(hours)}:${two(minutes)}:${two(seconds)}`)).toBe(expected);
    }),
  );
});
