import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIdentifiers, type IdKind } from './identifiers.ts';

const kind = fc.constantFrom<IdKind>(
  'entraDevice',
  'entraObject',
  'managedDevice',
  'autopilotIdentity',
  'user',
  'group',
);
const index = fc.nat({ max: 0xffffffff });
const generation = fc.nat({ max: 0xffff });

describe('an id', () => {
  test('has the form of a GUID of version 4 and names what it was made of', () => {
    fc.assert(
      fc.property(fc.integer(), kind, index, generation, (seed, kind, index, generation) => {
        const ids = createIdentifiers(seed);
        const id = ids.of(kind, index, generation);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(ids.read(id.toUpperCase())).toEqual({ kind, index, generation });
      }),
    );
  });

  test('of a Defender machine has 40 hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.integer(), index, (seed, index) => {
        const ids = createIdentifiers(seed);
        const id = ids.of('defenderMachine', index);
        expect(id).toMatch(/^[0-9a-f]{40}$/);
        expect(ids.read(id)).toEqual({ kind: 'defenderMachine', index, generation: 0 });
      }),
    );
  });

  test('of another tenant, or of nobody, is told', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uuid({ version: 4 }), fc.string(), kind, index, (seed, guid, text, kind, index) => {
        const ids = createIdentifiers(seed);
        expect(ids.read(guid)).toBeUndefined();
        expect(ids.read(text)).toBeUndefined();
        expect(ids.read(createIdentifiers(seed ^ 1).of(kind, index))).toBeUndefined();
      }),
    );
  });

  test('differs from every other', () => {
    const ids = createIdentifiers(1);
    const all = Array.from({ length: 20_000 }, (_, n) => ids.of('managedDevice', n % 10_000, Math.floor(n / 10_000)));
    expect(new Set(all).size).toBe(all.length);
  });
});
