import { z } from 'zod';

/** A type in the past tense with its version, e.g. `omd.device.registered.v1`. */
export type EventType = `omd.${string}.v${number}`;

export const EVENT_TYPE = /^omd\.[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}$/;

/** Larger identifiers belong to somebody who tries something out. */
export const identifier = z.string().min(1).max(256);

/** The envelope of every message: CloudEvents 1.0, structured JSON. Attributes of newer senders pass unread. */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().regex(/^[A-Za-z][\w:.-]{0,63}$/),
  source: z.string().regex(/^\/[a-z-]{1,64}$/),
  type: z.string().max(128).regex(EVENT_TYPE) as unknown as z.ZodType<EventType>,
  subject: z
    .string()
    .max(300)
    .regex(/^[a-z][a-z0-9-]*:.+$/),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  tenantid: identifier,
  /** Version of the subject that the event tells of; grows with each, and never restarts. */
  sequence: z.int().min(0),
  /** The command or event that led to this one. */
  causationid: identifier.exactOptional(),
  /** The same for all that one request set off. */
  correlationid: identifier,
  traceparent: z
    .string()
    .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .exactOptional(),
  data: z.unknown(),
});

export interface CloudEvent<D = unknown> extends Readonly<Omit<z.infer<typeof cloudEvent>, 'data'>> {
  readonly data: D;
}
