import type { z } from 'zod';
import type { CloudEvent, EventType } from '../contracts/events/cloud-event.ts';
import type { AggregateDefinition, Change } from '../state/aggregate.ts';
import type { ApplyMode, State } from '../state/state.ts';
import type { Clock } from '../time/clock.ts';
import type { Bus } from './bus.ts';

/** What the bus needs of a context; handlers are given the whole one of their service. */
export interface ConsumerContext {
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Decides upon one aggregate; the events of a batch for the same aggregate are saved together. */
export interface AggregateHandling<D, S> {
  readonly aggregate: AggregateDefinition<S>;
  /** The aggregate's id. */
  id(event: CloudEvent<D>): string;
  readonly mode: ApplyMode;
  /** Pure. */
  decide(current: S | undefined, event: CloudEvent<D>): Change<S> | undefined;
}

/** Does as it likes, and must bear to be called again with the same event. */
export interface EffectHandling<D, C> {
  handle(event: CloudEvent<D>, context: C): Promise<void>;
}

/** A type of message, and what is done with it. */
export interface Handler<C extends ConsumerContext = ConsumerContext> {
  readonly type: EventType;
  readonly data: z.ZodType;
  readonly handling: AggregateHandling<unknown, unknown> | EffectHandling<unknown, C>;
}

interface MessageDefinition<D> {
  readonly type: EventType;
  readonly data: z.ZodType<D>;
}

/** What is done with each message of a type, for a definition of an event or of work. */
export function on<D, S, C extends ConsumerContext>(
  definition: MessageDefinition<D>,
  handling: AggregateHandling<D, S> | EffectHandling<D, C>,
): Handler<C> {
  const { type, data } = definition;
  // A handler is given only what its own definition has parsed, so D and S are safe to forget here.
  return { type, data, handling: handling as Handler<C>['handling'] };
}

/** Handlers by type. Throws TypeError when two of them share one. */
export function handlerTable<C extends ConsumerContext>(
  handlers: readonly Handler<C>[],
): ReadonlyMap<string, Handler<C>> {
  const table = new Map(handlers.map((handler) => [handler.type as string, handler]));
  if (table.size < handlers.length) throw new TypeError('Two handlers share a type.');
  return table;
}
