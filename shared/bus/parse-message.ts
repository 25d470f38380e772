import { z } from 'zod';
import { type CloudEvent, cloudEvent } from '../contracts/events/cloud-event.ts';
import type { DeadLetterReason } from '../state/dead-letters.ts';
import type { ConsumerContext, Handler } from './handlers.ts';
import { isWork } from './work.ts';

/** What a message turns out to be. */
export type Parsed<C extends ConsumerContext> =
  | { readonly kind: 'for-handler'; readonly event: CloudEvent; readonly handler: Handler<C> }
  /** An event that this service has no use for: a subscription brings all of a topic. */
  | { readonly kind: 'ignored' }
  | {
      readonly kind: 'dead';
      readonly reason: DeadLetterReason;
      readonly error: string;
      readonly event: CloudEvent | undefined;
    };

/** Reads a body as what one of the handlers understands. */
export function parseMessage<C extends ConsumerContext>(
  body: unknown,
  handlers: ReadonlyMap<string, Handler<C>>,
): Parsed<C> {
  const envelope = cloudEvent.safeParse(body);
  if (!envelope.success)
    return { kind: 'dead', reason: 'malformed', error: z.prettifyError(envelope.error), event: undefined };
  const event = envelope.data;
  const handler = handlers.get(event.type);
  if (!handler) return unhandled(event, handlers);
  const data = handler.data.safeParse(event.data);
  if (!data.success) return { kind: 'dead', reason: 'malformed', error: z.prettifyError(data.error), event };
  return { kind: 'for-handler', event: { ...event, data: data.data }, handler };
}

function unhandled<C extends ConsumerContext>(event: CloudEvent, handlers: ReadonlyMap<string, Handler<C>>): Parsed<C> {
  const name = withoutVersion(event.type);
  const otherVersion = [...handlers.keys()].find((type) => withoutVersion(type) === name);
  if (!otherVersion && !isWork(event.type)) return { kind: 'ignored' };
  const error = otherVersion ? `This release handles ${otherVersion}.` : 'This release knows no such work.';
  return { kind: 'dead', reason: 'unknown-type', error, event };
}

function withoutVersion(type: string): string {
  return type.slice(0, type.lastIndexOf('.'));
}
