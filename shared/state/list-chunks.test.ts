import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHUNK_LINES, type Chunk, chunksWith, type Entry, entryKey } from './list-chunks.ts';

const partition = { tenantId: 'contoso', aggregate: 'list:devices' };
const entry = fc.record({
  tenantId: fc.constant('contoso'),
  id: fc.integer({ min: 0, max: 250 }).map(String),
  sequence: fc.integer({ min: 1, max: 5 }),
});
const writes = fc.array(fc.array(entry, { maxLength: 120 }), { maxLength: 6 });

/** Without chunks: of each line the newest version, the first to come where two are alike. */
function newestOf(entries: readonly Pick<Entry, 'id' | 'sequence'>[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { id, sequence } of entries) newest.set(id, Math.max(newest.get(id) ?? 0, sequence));
  return newest;
}

test('written in any order, a list holds the newest version of each line, once, in chunks of a hundred', () => {
  fc.assert(
    fc.property(writes, (all) => {
      const chunks: Chunk[] = [];
      const numberOf = new Map<string, number>();
      for (const some of all)
        for (const chunk of chunksWith(
          partition,
          { chunks, numberOf },
          some.map((line) => ({ ...line, row: {} })),
        )) {
          chunks[chunk.number] = chunk;
          for (const line of chunk.entries) numberOf.set(entryKey(line), chunk.number);
        }
      const lines = chunks.flatMap((chunk) => chunk.entries);
      expect(lines.length).toBe(new Set(lines.map((line) => line.id)).size);
      expect(new Map(lines.map((line) => [line.id, line.sequence]))).toEqual(newestOf(all.flat()));
      for (const chunk of chunks) expect(chunk.entries.length).toBeLessThanOrEqual(CHUNK_LINES);
    }),
  );
});

test('a chunk in which nothing is news is not written', () => {
  const line = { tenantId: 'contoso', id: 'd1', sequence: 2, row: {} };
  const chunks = chunksWith(partition, { chunks: [], numberOf: new Map() }, [line]);
  const numberOf = new Map([[entryKey(line), 0]]);
  expect(chunksWith(partition, { chunks, numberOf }, [line, { ...line, sequence: 1 }])).toEqual([]);
});
