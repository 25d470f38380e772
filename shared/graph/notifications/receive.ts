import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '../../bus/bus.ts';
import { defineWork } from '../../bus/work.ts';
import type { Log } from '../../functions/telemetry/log.ts';
import type { State } from '../../state/state.ts';
import type { Clock } from '../../time/clock.ts';
import { hintOf, hintSchema, identityOf, itemSchema, type NotificationItem, notificationSchema } from './item.ts';
import { graphSubscription, isClientState } from './subscription.ts';

/** A notification that may be believed. It is only a hint: what has changed is read. */
export const changeHinted = defineWork({ type: 'omd.work.graph-change-hinted.v1', data: hintSchema });

export interface Received {
  /** As they came, decoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Receiver {
  readonly state: State;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly correlationId: string;
}

/** 200 with a text that is to be echoed bare as `text/plain`; 202 for what is on its way; 503 for what must come again. */
export type Receipt =
  | { readonly status: 200; readonly text: string }
  | { readonly status: 202 }
  | { readonly status: 400 }
  | { readonly status: 503 };

/** Of the wall. Graph wants an answer within three seconds, and passes over whoever is slow too often. */
const ANSWER_WITHIN_MS = 2_500;

/**
 * Receives what Graph posts, which it does without a token: the validation of a new subscription, or notifications. Each
 * item must name a tenant's own subscription and its client state; what does not is logged and dropped, and the sender is
 * told nothing of it. When the items cannot be handed on in time Graph sends them again, and each is one hint still.
 */
export async function receive(receiver: Receiver, { query, body }: Received): Promise<Receipt> {
  const token = validationTokenOf(query);
  if (token !== undefined) return { status: 200, text: token };
  const notification = notificationSchema.safeParse(jsonOf(body));
  if (!notification.success) return { status: 400 };
  const handedOn = handOn(receiver, notification.data.value).then(
    () => ({ status: 202 as const }),
    (error: unknown) => {
      receiver.log.warn('notifications not handed on', { error });
      return { status: 503 as const };
    },
  );
  const timer = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, { status: 503 as const }, { signal: timer.signal, ref: false });
  try {
    return await Promise.race([handedOn, late]);
  } finally {
    late.catch(() => undefined);
    timer.abort();
  }
}

/** The name of the parameter is written in several ways. */
function validationTokenOf(query: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(query).find(([name]) => name.toLowerCase() === 'validationtoken')?.[1];
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

async function handOn(receiver: Receiver, values: readonly unknown[]): Promise<void> {
  const items = values.flatMap((value) => {
    const item = itemSchema.safeParse(value);
    return item.success ? [item.data] : [];
  });
  const believed = await Promise.all(items.map((item) => isGenuine(receiver, item)));
  const genuine = items.filter((_, at) => believed[at]);
  if (genuine.length < values.length)
    receiver.log.warn('notifications dropped', { dropped: values.length - genuine.length });
  await Promise.all(genuine.map((item) => enqueue(receiver, item)));
}

/** Every item is compared, whatever the one before it was. */
async function isGenuine({ state }: Receiver, item: NotificationItem): Promise<boolean> {
  const known = await state.load(graphSubscription, item.tenantId, item.subscriptionId);
  return known !== undefined && isClientState(known.state, item.clientState);
}

async function enqueue({ bus, clock, correlationId }: Receiver, item: NotificationItem): Promise<void> {
  const identity = identityOf(item, clock.now());
  await bus.enqueue(changeHinted, hintOf(item), { tenantId: item.tenantId, ...identity, cause: { correlationId } });
}
