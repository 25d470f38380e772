import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { clock } from '../../../shared/time/clock.ts';
import { container, sender } from '../shared/clients.ts';
import { inSpan, SpanKind } from '../shared/telemetry.ts';

interface Device {
  readonly id: string;
  readonly tenantId: string;
  readonly aggregate: string;
  readonly type: 'device';
  /** By the clock the product lives by. */
  readonly registeredAt: number;
  /** By the wall. */
  readonly wallClock: number;
  /** Seconds after registration at which the watch hears of it. */
  readonly delay: number;
  readonly traceparent: string | undefined;
}

const TENANT = 'contoso';
const keyOf = (id: string) => [TENANT, `device:${id}`];

/** `POST {id, delay?}` */
export async function registerDevice(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  const { id, delay = 0 } = (await request.json()) as { id: string; delay?: number };
  return inSpan('register device', SpanKind.SERVER, context.traceContext?.traceParent, async (traceparent) => {
    const device: Device = {
      id,
      tenantId: TENANT,
      aggregate: `device:${id}`,
      type: 'device',
      registeredAt: clock.now(),
      wallClock: Date.now(),
      delay,
      traceparent,
    };
    const { resource } = await container('device-desk').items.upsert(device);
    context.log(`registered ${id} tenant=${TENANT} correlation=${traceparent}`);
    return { status: 202, jsonBody: resource };
  });
}

export async function tellDevice(request: HttpRequest): Promise<HttpResponseInit> {
  const { id = '' } = request.params;
  const { resource } = await container('device-desk').item(id, keyOf(id)).read();
  return resource ? { jsonBody: resource } : { status: 404 };
}

export function tellStatus(): HttpResponseInit {
  return { jsonBody: { service: 'device-desk', now: clock.now(), pid: process.pid } };
}

/** Every hour: how late it is, by the clock the product lives by. */
export async function writeTally(): Promise<void> {
  const hour = new Date(clock.now()).toISOString();
  const tally = { id: hour, tenantId: TENANT, aggregate: 'tally', type: 'tally' };
  await container('device-desk').items.upsert(tally);
}

/** Tells the topic of every device; more than once after a crash, under the same message id. */
export async function publishDevices(documents: unknown[]): Promise<void> {
  const devices = (documents as Device[]).filter(({ type }) => type === 'device');
  if (devices.length === 0) return;
  await sender('desk-events').sendMessages(
    devices.map((device) => ({
      messageId: `device-${device.id}`,
      contentType: 'application/json',
      body: { device },
      ...(device.delay > 0 && { scheduledEnqueueTimeUtc: new Date(device.registeredAt + device.delay * 1000) }),
    })),
  );
}
