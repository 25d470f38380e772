import { z } from 'zod';

/** A type in the past tense with its version, e.g. `omd.device.registered.v1`. */
export type EventType = `omd.${string}.v${number}`;

export const EVENT_TYPE = /^omd\.[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}$/;

/** Larger identifiers belong to somebody who tries something out. */
export const identifier = z.string().min(1).max(256);

/** The envelope of every message: CloudEvents 1.0, structured JSON. Attributes of newer senders pass unread. */
export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z
    .string()
    .regex(/^[A-Za-z][\w:.-]{0,63}$/)
    .describe('The same, however often the event is published or delivered.'),
  source: z
    .string()
    .regex(/^\/[a-z-]{1,64}$/)
    .describe('The service that tells it, as `/<service>`.'),
  type: z.templateLiteral(['omd.', z.string(), '.v', z.int()]).check(z.regex(EVENT_TYPE), z.maxLength(128)),
  subject: z
    .string()
    .max(300)
    .regex(/^[a-z][a-z0-9-]*:.+$/)
    .describe('The aggregate, as `<kind>:<id>`.'),
  time: z.iso.datetime().describe('When it was decided, UTC.'),
  datacontenttype: z.literal('application/json'),
  tenantid: identifier,
  sequence: z.int().min(0).describe('Version of the subject; grows with each change, and never starts anew.'),
  causationid: identifier.exactOptional().describe('The command or event that led to it.'),
  correlationid: identifier.describe('The same for all that one request set off.'),
  traceparent: z
    .string()
    .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .exactOptional()
    .describe('W3C Trace Context.'),
  data: z.unknown().describe('What its type says.'),
});

export interface CloudEvent<D = unknown> extends Readonly<Omit<z.infer<typeof cloudEvent>, 'data'>> {
  readonly data: D;
}
