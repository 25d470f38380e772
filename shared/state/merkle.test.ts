import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merkleRoot } from './merkle.ts';

test('leaves that differ in anything, even their order or number, have another root', () => {
  const leaves = fc.array(fc.string(), { maxLength: 12 });
  fc.assert(
    fc.property(leaves, leaves, (one, other) => {
      expect(merkleRoot(one) === merkleRoot(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('a node does not pass for a leaf', () => {
  expect(merkleRoot([merkleRoot(['a', 'b'])])).not.toBe(merkleRoot(['a', 'b']));
});
