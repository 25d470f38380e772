import type { z } from 'zod';
import { EVENT_TYPE, type EventType } from './cloud-event.ts';
import type { ServiceName } from './topology.ts';

/** What a decision says has happened; saving it gives it its id, subject and sequence. */
export interface NewEvent {
  readonly type: EventType;
  readonly data: unknown;
}

/** One type of event: who tells it, and what it carries. */
export interface EventDefinition<D = unknown> {
  readonly type: EventType;
  readonly publisher: ServiceName;
  /** One sentence for the reference. */
  readonly description: string;
  /** New fields are optional; a changed meaning is a new version of the type. */
  readonly data: z.ZodType<D>;
  event(data: D): NewEvent;
}

/** Throws TypeError when the type is not of the form `omd.<what>.<happened>.v<n>`. */
export function defineEvent<D>(definition: Omit<EventDefinition<D>, 'event'>): EventDefinition<D> {
  const { type } = definition;
  if (!EVENT_TYPE.test(type)) throw new TypeError(`"${type}" is no event type.`);
  return { ...definition, event: (data) => ({ type, data }) };
}
