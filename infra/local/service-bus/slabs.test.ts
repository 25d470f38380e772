import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slabsOf } from './slabs.ts';

test('what was taken from a slab stays as it was, whatever is taken after it', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((given) => Buffer.from(given));
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 60 }), (given) => {
      const slabs = slabsOf(128);
      const taken = given.map((each) => slabs.take(each.toString('latin1')));
      expect(taken.map((each) => each.toString('hex'))).toEqual(given.map((each) => each.toString('hex')));
    }),
  );
});
