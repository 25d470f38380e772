import { Refusal } from '../contracts/refusal.ts';
import type { AggregateDefinition, AggregateKey, Decide } from './aggregate.ts';
import { aggregateOf } from './documents.ts';
import { type Room, save } from './save.ts';
import type { Changed, ChangeOptions } from './state.ts';

/** One command upon one aggregate; see `State.change`. */
export async function change<S>(
  room: Room,
  definition: AggregateDefinition<S>,
  { tenantId, id }: AggregateKey,
  decide: Decide<S>,
  { actor, cause, once, expect, ifMatch }: ChangeOptions,
): Promise<Changed<S>> {
  const { known, events, saved } = await save<S>(room, {
    definition,
    partition: { tenantId, aggregate: aggregateOf(definition.kind, id) },
    actor,
    once: once === undefined ? [] : [once],
    expectNew: expect === 'new',
    planOf(current) {
      if (ifMatch !== undefined && current?.etag !== ifMatch) throw stale(definition.kind);
      const decided = decide(current?.state);
      return decided && { state: decided.state, steps: [{ change: decided, cause }] };
    },
  });
  return { state: known?.state, version: known?.document.version ?? 0, etag: known?.etag, events, saved };
}

function stale(kind: string): Refusal {
  return new Refusal('stale', `This ${kind} has been changed since it was read.`);
}
