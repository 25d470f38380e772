import * as z from 'zod';
import { type AggregateDefinition, defineAggregate } from './aggregate.ts';
import { digest } from './digest.ts';
import { groupBy } from './group-by.ts';
import type { ChangeOptions, State } from './state.ts';

/** Entries that lie together by the hundreds: a document for each would cost a hundred times as much. */
export interface Packs<Entry> {
  /** All entries of a tenant, by id. */
  load(state: State, tenantId: string): Promise<ReadonlyMap<string, Entry>>;
  /** Saves all entries of a tenant: those packs alone that have changed. */
  save(state: State, tenantId: string, entries: readonly Entry[], options: ChangeOptions): Promise<void>;
}

/** The same, whose owner keeps how many packs there are, and saves a growth before the entries: see `packsFor`. */
export interface CountedPacks<Entry> {
  /** The area of the change vector that moves with them. */
  readonly area: string;
  load(state: State, tenantId: string, packs: number): Promise<ReadonlyMap<string, Entry>>;
  save(state: State, tenantId: string, packs: number, entries: readonly Entry[], options: ChangeOptions): Promise<void>;
}

export interface PacksDefinition<Entry> {
  /** Lower case and dashes. */
  readonly kind: string;
  readonly entry: z.ZodType<Entry>;
  /** What a stored pack calls them; `entries` unless it says otherwise. */
  readonly field?: string;
  idOf(entry: Entry): string;
}

const ENTRIES_A_PACK = 500;

/** How many packs so many entries need. They never become fewer: empty ones cost nothing. */
export const packsFor = (entries: number, packs: number): number =>
  Math.max(packs, 1, Math.ceil(entries / ENTRIES_A_PACK));

interface Head {
  readonly packs: number;
}

/** A collection of small readings, hashed to one of ceil(n/500) aggregates. How many there are lies in a head beside them. */
export function definePacks<Entry>(definition: PacksDefinition<Entry>): Packs<Entry> {
  const counted = defineCountedPacks(definition);
  const head: AggregateDefinition<Head> = defineAggregate({
    kind: `${definition.kind}-head`,
    schemaVersion: 1,
    schema: z.object({ packs: z.int() }),
  });
  const packsOf = async (state: State, tenantId: string): Promise<number> =>
    (await state.load(head, tenantId, 'head'))?.state.packs ?? 0;

  return {
    async load(state, tenantId) {
      return counted.load(state, tenantId, await packsOf(state, tenantId));
    },
    async save(state, tenantId, entries, options) {
      const known = await packsOf(state, tenantId);
      const packs = packsFor(entries.length, known);
      if (packs > known) await state.change(head, { tenantId, id: 'head' }, () => ({ state: { packs } }), options);
      await counted.save(state, tenantId, packs, entries, options);
    },
  };
}

/** A collection like `definePacks`, without the head. */
export function defineCountedPacks<Entry>({
  kind,
  entry,
  field = 'entries',
  idOf,
}: PacksDefinition<Entry>): CountedPacks<Entry> {
  const pack: AggregateDefinition<Readonly<Record<string, Entry[]>>> = defineAggregate({
    kind,
    schemaVersion: 1,
    schema: z.object({ [field]: z.array(entry) }),
  });
  return {
    area: kind,
    async load(state, tenantId, packs) {
      const numbers = Array.from({ length: packs }, (_, number) => String(number));
      const loaded = await Promise.all(numbers.map((number) => state.load(pack, tenantId, number)));
      const entries = loaded.flatMap((found) => found?.state[field] ?? []);
      return new Map(entries.map((each) => [idOf(each), each]));
    },
    // From the last pack to the first: an entry that moves because there are more packs now only ever moves to a later one,
    // so whatever breaks off in between, it is in one of them.
    async save(state, tenantId, packs, entries, options) {
      const sorted = entries.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
      const byPack = groupBy(sorted, (each) => String(packOf(idOf(each), packs)));
      for (let number = packs - 1; number >= 0; number--) {
        const next = { [field]: byPack.get(String(number)) ?? [] };
        const text = JSON.stringify(next);
        const key = { tenantId, id: String(number) };
        await state.change(
          pack,
          key,
          (current) => (JSON.stringify(current) === text ? undefined : { state: next }),
          options,
        );
      }
    },
  };
}

/** Jump consistent hash (Lamping and Veach, 2014): when there is one more pack, entries move there and nowhere else. */
function packOf(id: string, packs: number): number {
  let key = Buffer.from(digest(id), 'base64url').readBigUInt64BE();
  let pack = 0;
  for (let next = 0; next < packs; ) {
    pack = next;
    key = BigInt.asUintN(64, key * 2_862_933_555_777_941_757n + 1n);
    next = Math.floor((pack + 1) * (2 ** 31 / (Number(key >> 33n) + 1)));
  }
  return pack;
}
