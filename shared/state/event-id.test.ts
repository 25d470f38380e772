import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventId } from './event-id.ts';

const place = fc.tuple(fc.string(), fc.string(), fc.string(), fc.nat(), fc.nat());

test('the same event has the same id whenever it is decided; no two events share one', () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      expect(eventId(...one)).toBe(eventId(...one));
      expect(eventId(...one) === eventId(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('an id is 32 characters, and never a number', () => {
  fc.assert(
    fc.property(place, (one) => {
      expect(eventId(...one)).toMatch(/^e[\w-]{31}$/);
    }),
  );
});
