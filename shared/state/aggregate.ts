import type { z } from 'zod';
import type { NewEvent } from '../contracts/events/define-event.ts';
import type { Json } from '../contracts/json.ts';

/** One kind of aggregate: what its state looks like, and how older states become what it is today. */
export interface AggregateDefinition<S> {
  /** Lower case and dashes, e.g. `tenant`. Subject and partition are `<kind>:<id>`. */
  readonly kind: string;
  readonly schemaVersion: number;
  readonly schema: z.ZodType<S>;
  /** `upgrades[n]` turns data of schema version n into data of version n + 1. */
  readonly upgrades?: Readonly<Record<number, (data: unknown) => unknown>>;
  /**
   * What instances of a service share while they work, such as a limit, and nobody is told: it lies beside the feed's
   * leases, so no feed hands it on and no change vector moves. It has no events, no audit, no inbox and no list.
   */
  readonly besideFeed?: true;
}

/** What a decision wants saved: the next state, or nothing left but a tombstone, with what there is to tell of it. */
export type Change<S> = (
  | { readonly state: S; readonly removed?: never }
  | { readonly removed: true; readonly state?: never }
) & {
  readonly events?: readonly NewEvent[];
  readonly audit?: { readonly action: string; readonly detail?: Json };
};

/** Pure, and asked again when another writer was quicker. `undefined`: nothing to change. Throws a Refusal to refuse. */
export type Decide<S> = (current: S | undefined) => Change<S> | undefined;

/** One aggregate of one tenant. */
export interface AggregateKey {
  readonly tenantId: string;
  readonly id: string;
}

/** Throws TypeError when a kind is misspelt or a step of the upgrades is missing. */
export function defineAggregate<S>(definition: AggregateDefinition<S>): AggregateDefinition<S> {
  const { kind, schemaVersion, upgrades = {} } = definition;
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(kind)) throw new TypeError(`"${kind}" is no kind of aggregate.`);
  for (let version = 1; version < schemaVersion; version++)
    if (!upgrades[version]) throw new TypeError(`${kind}: nothing upgrades schema version ${version}.`);
  return definition;
}
