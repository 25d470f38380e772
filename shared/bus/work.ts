import type { z } from 'zod';
import { EVENT_TYPE, type EventType } from '../contracts/events/cloud-event.ts';

/** Work that a service gives itself: timers, fan-out, whatever is longer than one call. It never leaves its inbox queue. */
export interface WorkDefinition<D = unknown> {
  /** `omd.work.<name>.v<n>` */
  readonly type: EventType & `omd.work.${string}`;
  readonly data: z.ZodType<D>;
}

/** Throws TypeError when the type is not of the form `omd.work.<name>.v<n>`. */
export function defineWork<D>(definition: WorkDefinition<D>): WorkDefinition<D> {
  if (!EVENT_TYPE.test(definition.type)) throw new TypeError(`"${definition.type}" is no type of work.`);
  return definition;
}
