import * as z from 'zod';

const guid = z.guid().transform((text) => text.toLowerCase());
const text = z.string().max(2_000);

/** One item of a notification: a hint that something has changed, or word about the subscription itself. */
export const itemSchema = z.object({
  subscriptionId: guid,
  tenantId: guid,
  clientState: z.string().max(128),
  changeType: text.exactOptional(),
  resource: text.exactOptional(),
  lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']).exactOptional(),
  resourceData: z.object({ id: text.exactOptional(), '@odata.etag': text.exactOptional() }).nullish(),
});

export type NotificationItem = z.infer<typeof itemSchema>;

/** What came, item by item: those that are none are counted and passed over, so that one cannot spoil the others. */
export const notificationSchema = z.object({ value: z.array(z.unknown()).max(5_000) });

/** What is handed on: without the client state. */
export const hintSchema = z.object({
  subscriptionId: guid,
  changeType: text.exactOptional(),
  resource: text.exactOptional(),
  lifecycleEvent: itemSchema.shape.lifecycleEvent,
  objectId: text.exactOptional(),
});

export type Hint = z.infer<typeof hintSchema>;

export function hintOf({ subscriptionId, changeType, resource, lifecycleEvent, resourceData }: NotificationItem): Hint {
  return {
    subscriptionId,
    ...(changeType && { changeType }),
    ...(resource && { resource }),
    ...(lifecycleEvent && { lifecycleEvent }),
    ...(resourceData?.id && { objectId: resourceData.id }),
  };
}

const SLOT_MS = 60_000;

/**
 * A name that the same item has whenever it comes again. An item without an ETag cannot be told from the next change of
 * the same object, so those of one minute are one hint, given when the minute is over (`at`, milliseconds since 1970).
 */
export function identityOf(item: NotificationItem, now: number): { readonly id: string; readonly at?: number } {
  const { subscriptionId, changeType, resource, lifecycleEvent, resourceData } = item;
  const named = [subscriptionId, changeType, resource, lifecycleEvent, resourceData?.id];
  const etag = resourceData?.['@odata.etag'];
  if (etag) return { id: JSON.stringify([...named, etag]) };
  const slot = Math.floor(now / SLOT_MS);
  return { id: JSON.stringify([...named, slot]), at: (slot + 1) * SLOT_MS };
}
