import { rnd } from '../model/random.ts';
import { collectionOf, followedBy } from '../routes/subscriptions.ts';
import type { Change } from '../tenant/change-log.ts';
import type { Subscription } from '../tenant/subscription.ts';
import type { Kept } from '../tenant/table.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { dueList } from './due-list.ts';

/** Tells receivers of changes. */
export interface Notifications {
  /** Delivers what is due by `now`; returns how much that was, and when something is due next. */
  round(now: number): Promise<{ readonly moved: number; readonly next: number | undefined }>;
  /** Tells the receivers of lifecycle events of all subscriptions of a tenant. */
  tellLifecycle(tenant: Tenant, event: LifecycleEvent, now: number): void;
  /** From now on deliveries go wrong in these ways. */
  disturb(trouble: Trouble): void;
}

export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

/** What goes wrong with deliveries; shares of all. */
export interface Trouble {
  readonly delaySeconds: number;
  readonly duplicated: number;
  readonly lost: number;
}

export const noTrouble: Trouble = { delaySeconds: 0, duplicated: 0, lost: 0 };

export interface NotificationParts {
  readonly tenants: readonly Tenant[];
  readonly seed: number;
  deliver(request: Request): Promise<Response>;
}

interface Delivery {
  readonly tenant: Tenant;
  readonly subscription: string;
  readonly url: string;
  readonly item: object;
  readonly attempt: number;
  readonly firstTried: number | undefined;
}

const DELIVERY_STREAM = 1_003;
const SHORTEST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 120_000;
const FIRST_RETRY_MS = 10_000;
const GIVE_UP_AFTER_MS = 4 * 60 * 60 * 1_000;

export function createNotifications({ tenants, seed, deliver }: NotificationParts): Notifications {
  const due = dueList<Delivery>();
  let trouble = noTrouble;
  let count = 0;
  for (const tenant of tenants) tenant.changes.follow((change) => tell(tenant, change));

  function tell(tenant: Tenant, change: Change): void {
    for (const subscription of tenant.subscriptions.all())
      if (concerns(subscription, change))
        put(tenant, subscription, subscription.notificationUrl, itemOf(tenant, subscription, change), change.time);
  }

  function put(tenant: Tenant, { id }: Kept<Subscription>, url: string, item: object, time: number): void {
    const n = count++;
    const chance = (k: number) => rnd(seed, n, DELIVERY_STREAM, k);
    if (chance(0) < trouble.lost) return;
    const delay = SHORTEST_DELAY_MS + (LONGEST_DELAY_MS - SHORTEST_DELAY_MS) * chance(1) + trouble.delaySeconds * 1_000;
    const delivery = { tenant, subscription: id, url, item, attempt: 0, firstTried: undefined };
    due.put(time + Math.floor(delay), delivery);
    if (chance(2) < trouble.duplicated) due.put(time + Math.floor(delay * 2), delivery);
  }

  async function attempt(delivery: Delivery, now: number): Promise<void> {
    const subscription = delivery.tenant.subscriptions.get(delivery.subscription);
    if (!subscription || subscription.expiresAt <= now) return;
    const request = new Request(delivery.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value: [delivery.item] }),
    });
    const answer = await deliver(request).catch(() => undefined);
    if (answer?.ok) return;
    const firstTried = delivery.firstTried ?? now;
    const again = now + FIRST_RETRY_MS * 2 ** delivery.attempt;
    if (again - firstTried <= GIVE_UP_AFTER_MS)
      due.put(again, { ...delivery, attempt: delivery.attempt + 1, firstTried });
  }

  return {
    async round(now) {
      for (const { fleet } of tenants) fleet.advanceTo(now);
      const taken = due.take(now);
      for (const delivery of taken) await attempt(delivery, now);
      return { moved: taken.length, next: due.next() };
    },
    tellLifecycle(tenant, event, now) {
      for (const subscription of tenant.subscriptions.all()) {
        const url = subscription.lifecycleNotificationUrl;
        if (url !== null) put(tenant, subscription, url, lifecycleItem(tenant, subscription, event), now);
        if (event === 'subscriptionRemoved') tenant.subscriptions.remove(subscription.id);
      }
    },
    disturb(next) {
      trouble = next;
    },
  };
}

/** The creation of a user or group, and its soft deletion, are told as updates. */
function concerns(subscription: Subscription, { kind, what, time }: Change): boolean {
  if (followedBy(subscription.resource) !== kind || subscription.expiresAt <= time) return false;
  const type = what === 'deleted' && kind === 'device' ? 'deleted' : 'updated';
  return subscription.changeTypes.includes(type);
}

function itemOf(tenant: Tenant, subscription: Kept<Subscription>, { kind, index, what, number }: Change): object {
  const id = tenant.fleet.ids.of(kind === 'device' ? 'entraObject' : kind, index);
  const resource = `${collectionOf[kind]}/${id}`;
  return {
    ...head(tenant, subscription),
    changeType: what === 'deleted' && kind === 'device' ? 'deleted' : 'updated',
    resource,
    resourceData: {
      '@odata.type': `#Microsoft.Graph.${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      '@odata.id': resource,
      '@odata.etag': `W/"${number}"`,
      id,
    },
  };
}

const lifecycleItem = (tenant: Tenant, subscription: Kept<Subscription>, lifecycleEvent: LifecycleEvent) => ({
  ...head(tenant, subscription),
  lifecycleEvent,
  resource: subscription.resource,
});

const head = (tenant: Tenant, { id, expiresAt, clientState }: Kept<Subscription>) => ({
  subscriptionId: id,
  subscriptionExpirationDateTime: new Date(expiresAt).toISOString(),
  clientState,
  tenantId: tenant.id,
});
