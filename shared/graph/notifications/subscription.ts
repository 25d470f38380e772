import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { defineAggregate } from '../../state/aggregate.ts';
import { digest } from '../../state/digest.ts';

const subscriptionSchema = z.object({
  /** Such as `/users`. */
  resource: z.string(),
  changeType: z.string(),
  /** Its hash: whoever reads the state cannot forge notifications. */
  clientStateHash: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
  /** When it was last renewed or authorised anew; absent before that. */
  renewedAt: z.number().exactOptional(),
});

/** A subscription to changes, as Graph knows it. Milliseconds since 1970. */
export type Subscription = z.infer<typeof subscriptionSchema>;

/** Id: the subscription's id in Graph. */
export const graphSubscription = defineAggregate({
  kind: 'graph-subscription',
  schemaVersion: 1,
  schema: subscriptionSchema,
});

export const clientStateHash = (clientState: string): string => digest(clientState);

/** Takes as long for any text as for the right one. */
export function isClientState({ clientStateHash: hash }: Subscription, clientState: string): boolean {
  const given = Buffer.from(digest(clientState));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
