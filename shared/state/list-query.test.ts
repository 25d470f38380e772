import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineAggregate } from './aggregate.ts';
import { type Chunk, chunksWith, type Entry, entryKey } from './list-chunks.ts';
import { pageOf, rowsOf, totalsOf } from './list-query.ts';
import type { Snapshot } from './list-store.ts';
import { defineList, type ListQuery } from './lists.ts';

const devices = defineList({
  name: 'devices',
  of: defineAggregate({ kind: 'device', schemaVersion: 1, schema: z.object({}) }),
  columns: ['name', 'ring', 'disk'],
  search: ['name'],
  row: () => ({ name: '', ring: '', disk: 0 }),
});

const partition = { tenantId: 'contoso', aggregate: 'list:devices' };

function extended(snapshot: Snapshot, entries: readonly Entry[]): Snapshot {
  const chunks = [...snapshot.chunks];
  for (const chunk of chunksWith(partition, snapshot, entries)) {
    chunks[chunk.number] = chunk;
    for (const line of chunk.entries) snapshot.numberOf.set(entryKey(line), chunk.number);
  }
  return { ...snapshot, chunks };
}

function snapshotOf(entries: readonly Entry[]): Snapshot {
  const chunks: readonly Chunk[] = [];
  return extended({ etag: undefined, chunks, numberOf: new Map(), views: new Map() }, entries);
}

function line(id: string, name: string, ring = 'broad', disk: number | null = 100, sequence = 1): Entry {
  return { tenantId: 'contoso', id, sequence, row: { name, ring, disk } };
}

const three = snapshotOf([
  line('1', 'beta', 'test'),
  line('2', 'Alpha', 'broad', null),
  line('3', 'GAMMA', 'broad', 5),
]);
const names = (query: ListQuery, snapshot = three) => rowsOf(devices, snapshot, query).map(({ name }) => name);

test('lines are sorted without regard to upper and lower case, up or down; null comes first', () => {
  expect(names({})).toEqual(['Alpha', 'beta', 'GAMMA']);
  expect(names({ sort: '-name' })).toEqual(['GAMMA', 'beta', 'Alpha']);
  expect(names({ sort: 'disk' })).toEqual(['Alpha', 'GAMMA', 'beta']);
});

test('lines are filtered by a value or one of several, and searched by a part of the text', () => {
  expect(names({ filter: { ring: 'broad' } })).toEqual(['Alpha', 'GAMMA']);
  expect(names({ filter: { ring: ['test', 'broad'], disk: 100 } })).toEqual(['beta']);
  expect(names({ search: 'MM' })).toEqual(['GAMMA']);
});

test('lines that the asker may not see are as if they were not there, for pages too', () => {
  const visible: NonNullable<ListQuery['visible']> = ({ id }) => id !== '2';
  expect(names({ visible })).toEqual(['beta', 'GAMMA']);
  const { items, next } = pageOf(devices, three, { visible, limit: 1 });
  expect(items).toMatchObject([{ name: 'beta' }]);
  expect(pageOf(devices, three, { visible, ...(next && { after: next }) })).toMatchObject({
    items: [{ name: 'GAMMA' }],
  });
});

test('totals count the lines of each value', () => {
  expect(totalsOf(devices, three, 'ring')).toEqual({ broad: 2, test: 1 });
});

test('a page begins after any number of lines, and says how many there are in all', () => {
  fc.assert(
    fc.property(entries, sort, fc.nat(300), fc.integer({ min: 1, max: 40 }), (given, by, skip, limit) => {
      const snapshot = snapshotOf(given.map(({ id, name, ring, disk }) => line(id, name, ring, disk)));
      const query = { sort: by, filter: { ring: 'broad' } };
      const all = rowsOf(devices, snapshot, query);
      const { items, total, next } = pageOf(devices, snapshot, { ...query, skip, limit });
      expect(items).toEqual(all.slice(skip, skip + limit));
      expect(total).toBe(all.length);
      const rest = next ? pageOf(devices, snapshot, { ...query, limit: 1000, after: next }).items : [];
      expect(rest).toEqual(all.slice(skip + limit));
    }),
  );
});

test('a line that was removed is not shown', () => {
  expect(names({}, extended(three, [{ tenantId: 'contoso', id: '2', sequence: 2, row: null }]))).toEqual([
    'beta',
    'GAMMA',
  ]);
});

test.each([
  ['an unknown column to sort by', { sort: 'password' }],
  ['an unknown column to filter by', { filter: { constructor: 'x' } }],
  ['a place that is none', { after: 'bm90IGEgcGxhY2U' }],
  ['a limit of none', { limit: 0 }],
  ['a limit beyond a thousand', { limit: 1001 }],
  ['a place and a number of lines at once', { after: 'WyJhIiwiYiIsImMiXQ', skip: 1 }],
])('%s is refused', (_, query) => {
  expect(() => pageOf(devices, three, query)).toThrow(expect.objectContaining({ code: 'invalid-query' }));
});

const entries = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 400 }).map(String),
    name: fc.constantFrom('a', 'A', 'b', 'c', 'd'),
    ring: fc.constantFrom('test', 'first', 'broad'),
    disk: fc.option(fc.integer({ min: 0, max: 9 })),
  }),
  { selector: ({ id }) => id, maxLength: 250 },
);
const sort = fc.constantFrom('name', '-name', 'disk', '-disk', 'ring');

test('page after page gives every line that matches, once, in order', () => {
  fc.assert(
    fc.property(entries, sort, fc.integer({ min: 1, max: 40 }), fc.boolean(), (given, by, limit, filtered) => {
      const snapshot = snapshotOf(given.map(({ id, name, ring, disk }) => line(id, name, ring, disk)));
      const query = { sort: by, ...(filtered && { filter: { ring: 'broad' } }) };
      const paged = [];
      let after: string | undefined;
      do {
        const page = pageOf(devices, snapshot, { ...query, limit, ...(after && { after }) });
        paged.push(...page.items);
        after = page.next;
      } while (after);
      expect(paged).toEqual(rowsOf(devices, snapshot, query));
      expect(paged.length).toBe(given.filter(({ ring }) => !filtered || ring === 'broad').length);
    }),
  );
});

test('a list kept sorted from change to change is the list sorted anew', () => {
  fc.assert(
    fc.property(entries, entries, sort, (before, changes, by) => {
      const first = snapshotOf(before.map(({ id, name, ring, disk }) => line(id, name, ring, disk)));
      rowsOf(devices, first, { sort: by });
      const now = extended(
        first,
        changes.map(({ id, name, ring, disk }) => ({
          ...line(id, name, ring, disk, 2),
          ...(disk === 0 && { row: null }),
        })),
      );
      const anew = { ...now, views: new Map() };
      expect(rowsOf(devices, now, { sort: by })).toEqual(rowsOf(devices, anew, { sort: by }));
    }),
  );
});
