import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNcrontab } from './ncrontab.ts';

const MINUTE = 60_000;
const DAYS = 45;

/** A field as it is written, and what it means, told apart from each other. */
interface Field {
  readonly text: string;
  allows(value: number): boolean;
}

function field(least: number, most: number): fc.Arbitrary<Field> {
  const value = fc.integer({ min: least, max: most });
  const step = fc.integer({ min: 1, max: 20 });
  const part: fc.Arbitrary<Field> = fc.oneof(
    fc.constant({ text: '*', allows: () => true }),
    value.map((only) => ({ text: `${only}`, allows: (each: number) => each === only })),
    fc.tuple(value, value).map(([a, b]) => ({
      text: `${a}-${b}`,
      allows: (each: number) => each >= Math.min(a, b) && each <= Math.max(a, b),
    })),
    step.map((by) => ({ text: `*/${by}`, allows: (each: number) => (each - least) % by === 0 })),
    fc.tuple(value, step).map(([from, by]) => ({
      text: `${from}/${by}`,
      allows: (each: number) => each >= from && (each - from) % by === 0,
    })),
  );
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    allows: (each) => parts.some((one) => one.allows(each)),
  }));
}

test('the next run is the one that going through time minute by minute finds', () => {
  const fields = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));
  const start = fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fields, start, ([minute, hour, day, month, weekday], from) => {
      const matches = (time: Date) =>
        minute.allows(time.getUTCMinutes()) &&
        hour.allows(time.getUTCHours()) &&
        day.allows(time.getUTCDate()) &&
        month.allows(time.getUTCMonth() + 1) &&
        weekday.allows(time.getUTCDay());
      const expression = [minute, hour, day, month, weekday].map(({ text }) => text).join(' ');
      const found = parseNcrontab(expression, 'UTC')?.next(from.getTime());

      const end = from.getTime() + DAYS * 24 * 60 * MINUTE;
      let naive = (Math.floor(from.getTime() / MINUTE) + 1) * MINUTE;
      while (naive <= end && !matches(new Date(naive))) naive += MINUTE;
      if (naive <= end) expect(found).toBe(naive);
      else expect(found ?? Number.POSITIVE_INFINITY).toBeGreaterThan(end);
    }),
    { numRuns: 200 },
  );
});

test('seconds stand in front when there are six fields', () => {
  const next = parseNcrontab('*/20 0 * * * *', 'UTC')?.next(Date.parse('2026-11-25T03:00:25Z'));
  expect(next).toBe(Date.parse('2026-11-25T03:00:40Z'));
});

test('months and days have names, of which the beginning is enough', () => {
  const next = parseNcrontab('0 0 9 * january-MAR mon', 'UTC')?.next(Date.parse('2026-11-25T00:00:00Z'));
  expect(next).toBe(Date.parse('2027-01-04T09:00:00Z'));
});

test('a day that no month has is never due', () => {
  expect(parseNcrontab('0 0 0 31 2 *', 'UTC')?.next(0)).toBeUndefined();
});

test('in a zone, a time that the clocks leave out comes when they have gone forward', () => {
  const next = parseNcrontab('0 30 2 * * *', 'Europe/Berlin')?.next(Date.parse('2026-03-28T12:00:00Z'));
  expect(next).toBe(Date.parse('2026-03-29T01:00:00Z'));
});

test.each([
  '60 * * * * *',
  '* * * * * 7',
  '* * * L * *',
  '* * * ? * *',
  '*/0 * * * *',
  '1-2-3 * * * *',
  'x * * * *',
  '1// * * * *',
  '1, * * * *',
  '-1 * * * *',
  '* * 0 * *',
  '* * * 13 *',
  '0 0 0 15W * *',
  '0 0 0 * * 1#2',
])('"%s" is refused with a RangeError', (expression) => {
  expect(() => parseNcrontab(expression, 'UTC')).toThrow(RangeError);
});

test('whatever is written, it is parsed, passed on or refused with a RangeError', () => {
  const words = fc.constantFrom('*', '/', '-', ',', '5', '59', 'MON', 'L', '@daily', '?', '#', 'W', ' ');
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 20 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (expression) => {
      try {
        parseNcrontab(expression, 'UTC');
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 1_000 },
  );
});
