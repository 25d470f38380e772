import type { z } from 'zod';
import type { CloudEvent, EventType } from '../contracts/events/cloud-event.ts';
import type { AggregateDefinition, Change } from '../state/aggregate.ts';
import type { ApplyMode, State } from '../state/state.ts';
import type { Clock } from '../time/clock.ts';
import type { Bus } from './bus.ts';

/** What the bus needs of a context; services see the larger one of shared/functions. */
export interface ConsumerContext {
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** A handler that decides upon one aggregate; the events of one batch for the same aggregate are saved together. */
export interface AggregateHandling<D, S> {
  readonly aggregate: AggregateDefinition<S>;
  /** The aggregate's id. */
  id(event: CloudEvent<D>): string;
  readonly mode: ApplyMode;
  decide(current: S | undefined, event: CloudEvent<D>): Change<S> | undefined;
}

/** A handler that does as it likes, and must bear being called again with the same event. */
export interface EffectHandling<D, C> {
  handle(event: CloudEvent<D>, context: C): Promise<void>;
}

/** Ties a type of message to what is done with it. */
export interface Handler<C extends ConsumerContext = ConsumerContext> {
  readonly type: EventType;
  readonly data: z.ZodType;
  readonly handling: AggregateHandling<unknown, unknown> | EffectHandling<unknown, C>;
}

interface Definition<D> {
  readonly type: EventType;
  readonly data: z.ZodType<D>;
}

/** For an event or a work definition: what is done with each message of that type. */
export function on<D, S>(definition: Definition<D>, handling: AggregateHandling<D, S>): Handler<never>;
export function on<D, C extends ConsumerContext>(definition: Definition<D>, handling: EffectHandling<D, C>): Handler<C>;
export function on(definition: Definition<unknown>, handling: Handler['handling']): Handler {
  return { type: definition.type, data: definition.data, handling };
}
