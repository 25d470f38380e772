import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { applyPatch, type PatchOperation, parsePatch } from './patch.ts';

const device = () => ({ id: 'd', name: 'PC-1', tags: ['pilot', 'berlin'], battery: { cycles: 10 } });

test.each<[string, PatchOperation, Json]>([
  ['adds a property', { op: 'add', path: '/ring', value: 1 }, { ...device(), ring: 1 }],
  [
    'adds before an element',
    { op: 'add', path: '/tags/1', value: 'x' },
    { ...device(), tags: ['pilot', 'x', 'berlin'] },
  ],
  [
    'adds to the end of an array',
    { op: 'add', path: '/tags/-', value: 'x' },
    { ...device(), tags: ['pilot', 'berlin', 'x'] },
  ],
  ['sets an element', { op: 'set', path: '/tags/1', value: 'x' }, { ...device(), tags: ['pilot', 'x'] }],
  [
    'sets a property that was missing',
    { op: 'set', path: '/battery/health', value: 0.9 },
    { ...device(), battery: { cycles: 10, health: 0.9 } },
  ],
  ['replaces a property', { op: 'replace', path: '/name', value: 'PC-2' }, { ...device(), name: 'PC-2' }],
  ['removes an element', { op: 'remove', path: '/tags/0' }, { ...device(), tags: ['berlin'] }],
  ['increments a number', { op: 'incr', path: '/battery/cycles', value: 5 }, { ...device(), battery: { cycles: 15 } }],
  ['increments a missing number from zero', { op: 'incr', path: '/faults', value: 2 }, { ...device(), faults: 2 }],
  ['moves a value', { op: 'move', from: '/battery/cycles', path: '/cycles' }, { ...device(), battery: {}, cycles: 10 }],
  [
    'takes __proto__ for a name like any other',
    { op: 'add', path: '/__proto__', value: 1 },
    JSON.parse(`{"__proto__":1,${JSON.stringify(device()).slice(1)}`),
  ],
])('a patch %s', (_, operation, expected) => {
  expect(applyPatch(device(), [operation])).toEqual(expected);
});

test.each<[string, PatchOperation]>([
  ['replace what is missing', { op: 'replace', path: '/ring', value: 1 }],
  ['remove what is missing', { op: 'remove', path: '/ring' }],
  ['reach below what is missing', { op: 'add', path: '/os/version', value: 1 }],
  ['reach below a text', { op: 'add', path: '/name/length', value: 1 }],
  ['go beyond the end of an array', { op: 'add', path: '/tags/3', value: 'x' }],
  ['set an element beyond the end', { op: 'set', path: '/tags/2', value: 'x' }],
  ['name an element by a word', { op: 'set', path: '/tags/first', value: 'x' }],
  ['increment a text', { op: 'incr', path: '/name', value: 1 }],
  ['move a value into itself', { op: 'move', from: '/battery', path: '/battery/old' }],
  ['read a property that all objects inherit', { op: 'move', from: '/constructor', path: '/x' }],
])('a patch cannot %s', (_, operation) => {
  expect(() => applyPatch(device(), [operation])).toThrow(expect.objectContaining({ status: 400 }));
});

test.each<[string, Json]>([
  ['no operations', { operations: [] }],
  ['more than ten operations', Array.from({ length: 11 }, () => ({ op: 'remove', path: '/a' }))],
  ['an unknown operation', [{ op: 'copy', path: '/a', from: '/b' }]],
  ['a path without a slash', [{ op: 'remove', path: 'a' }]],
  ['a set without a value', [{ op: 'set', path: '/a' }]],
  ['an increment by a text', [{ op: 'incr', path: '/a', value: '1' }]],
  ['a condition that is no text', { operations: [{ op: 'remove', path: '/a' }], condition: 1 }],
])('a patch request with %s is refused', (_, body) => {
  expect(() => parsePatch(body)).toThrow(expect.objectContaining({ status: 400 }));
});

test('patches of an object agree with a plain model of it', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const operation = fc.oneof(
    fc.record({ op: fc.constantFrom('add', 'set', 'replace'), name, value: fc.integer() }),
    fc.record({ op: fc.constant('incr'), name, value: fc.integer() }),
    fc.record({ op: fc.constant('remove'), name }),
    fc.record({ op: fc.constant('move'), name, from: name }),
  );
  fc.assert(
    fc.property(fc.dictionary(name, fc.integer()), fc.array(operation), (start, operations) => {
      let expected = new Map(Object.entries(start));
      let actual: JsonObject | undefined = { ...start };
      for (const each of operations) {
        const next = modelled(expected, each);
        const given = { ...each, path: `/${each.name}`, ...('from' in each && { from: `/${each.from}` }) };
        const document: JsonObject = { ...actual };
        const patch = () => applyPatch(document, parsePatch([given]).operations);
        if (next) {
          actual = patch();
          expected = next;
        } else expect(patch).toThrow(expect.objectContaining({ status: 400 }));
        expect(actual).toEqual(Object.fromEntries(expected));
      }
    }),
  );
});

interface ModelOperation {
  readonly op: string;
  readonly name: string;
  readonly value?: number;
  readonly from?: string;
}

/** The object after the operation; undefined when it has to be refused. */
function modelled(before: Map<string, number>, { op, name, value = 0, from = '' }: ModelOperation) {
  const after = new Map(before);
  const source = before.get(op === 'move' ? from : name);
  switch (op) {
    case 'add':
    case 'set':
      return after.set(name, value);
    case 'incr':
      return after.set(name, (source ?? 0) + value);
    case 'replace':
      return source === undefined ? undefined : after.set(name, value);
    case 'remove':
      return after.delete(name) ? after : undefined;
    default:
      return after.delete(from) && source !== undefined ? after.set(name, source) : undefined;
  }
}
