import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { AggregateDefinition, AggregateKey, Change } from './aggregate.ts';
import type { Cause } from './cause.ts';
import { aggregateOf, type Seen } from './documents.ts';
import { type Room, save } from './save.ts';
import type { ApplyMode } from './state.ts';
import type { Plan, Step } from './transaction.ts';
import type { Known } from './warm-cache.ts';

export type DecideEvent<S> = (current: S | undefined, event: CloudEvent) => Change<S> | undefined;

/** The events of others brought into one aggregate as one save; see `State.apply`. */
export async function apply<S>(
  room: Room,
  definition: AggregateDefinition<S>,
  { tenantId, id }: AggregateKey,
  events: readonly CloudEvent[],
  decide: DecideEvent<S>,
  mode: ApplyMode,
): Promise<void> {
  const arrived = [...new Map(events.map((event) => [event.id, event])).values()];
  const planOf = mode === 'latest' ? latestPlan(arrived, decide) : eachPlan(arrived, decide);
  await save<S>(room, {
    definition,
    partition: { tenantId, aggregate: aggregateOf(definition.kind, id) },
    actor: { kind: 'service', id: room.service },
    once: mode === 'each' ? arrived.map((event) => event.id) : [],
    expectNew: arrived.some(({ sequence }) => sequence === 1),
    planOf,
  });
}

type PlanOf<S> = (known: Known<S> | undefined) => Plan<S> | undefined;

function eachPlan<S>(events: readonly CloudEvent[], decide: DecideEvent<S>): PlanOf<S> {
  return (known) => {
    const decided = decideAll(known?.state, events, decide);
    return decided.steps.length > 0 ? decided : undefined;
  };
}

/** An event that changes nothing is noted too: an older one that comes late must not change what this one left alone. */
function latestPlan<S>(events: readonly CloudEvent[], decide: DecideEvent<S>): PlanOf<S> {
  const inOrder = events.toSorted((a, b) => a.sequence - b.sequence);
  return (known) => {
    let seen = known?.document.seen ?? {};
    const fresh = inOrder.filter((event) => {
      const before = seen;
      seen = sawAlso(seen, event);
      return seen !== before;
    });
    return fresh.length > 0 ? { ...decideAll(known?.state, fresh, decide), seen } : undefined;
  };
}

function decideAll<S>(current: S | undefined, events: readonly CloudEvent[], decide: DecideEvent<S>): Plan<S> {
  const steps: Step[] = [];
  let state = current;
  for (const event of events) {
    const change = decide(state, event);
    if (!change) continue;
    state = change.state;
    steps.push({ change, cause: causeOf(event) });
  }
  return { state, steps };
}

/** The same object when the event is old news. */
function sawAlso(seen: Readonly<Record<string, Seen>>, event: CloudEvent): Readonly<Record<string, Seen>> {
  const subject = `${event.source}/${event.subject}`;
  const { sequence, ids } = seen[subject] ?? { sequence: -1, ids: [] };
  if (event.sequence < sequence || (event.sequence === sequence && ids.includes(event.id))) return seen;
  const sameVersion = event.sequence === sequence ? ids : [];
  return { ...seen, [subject]: { sequence: event.sequence, ids: [...sameVersion, event.id] } };
}

function causeOf({ id, correlationid, traceparent }: CloudEvent): Cause {
  return { id, correlationId: correlationid, ...(traceparent && { traceparent }) };
}
