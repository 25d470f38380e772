import type { z } from 'zod';
import { type CloudEvent, EVENT_TYPE, type EventType } from '../contracts/events/cloud-event.ts';
import { digest } from '../state/digest.ts';
import type { WorkOptions } from './bus.ts';

/** Work that a service gives itself: due work of timers, fan-out. It never leaves the service's own inbox queue. */
export interface WorkDefinition<D = unknown> {
  /** `omd.work.<name>.v<n>` */
  readonly type: EventType & `omd.work.${string}`;
  readonly data: z.ZodType<D>;
}

const PREFIX = 'omd.work.';

/** Throws TypeError when the type is not of the form `omd.work.<name>.v<n>`. */
export function defineWork<D>(definition: WorkDefinition<D>): WorkDefinition<D> {
  if (!EVENT_TYPE.test(definition.type)) throw new TypeError(`"${definition.type}" is no type of work.`);
  return definition;
}

export function isWork(type: EventType): boolean {
  return type.startsWith(PREFIX);
}

/** The message of a piece of work, in the envelope of all messages; the same work has the same id. */
export function workEvent<D>(
  service: string,
  { type }: WorkDefinition<D>,
  data: D,
  { tenantId, id, cause }: WorkOptions,
  now: number,
): CloudEvent<D> {
  const eventId = `w${digest(JSON.stringify([service, type, tenantId, id]))}`.slice(0, 32);
  return {
    specversion: '1.0',
    id: eventId,
    source: `/${service}`,
    type,
    subject: `work:${eventId}`,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    tenantid: tenantId,
    sequence: 0,
    ...(cause?.id && { causationid: cause.id }),
    correlationid: cause?.correlationId ?? eventId,
    ...(cause?.traceparent && { traceparent: cause.traceparent }),
    data,
  };
}
