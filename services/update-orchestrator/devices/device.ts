import * as z from 'zod';
import type { DeviceRecord } from '../../../shared/contracts/events/device-events.ts';
import { type Ring, ring, ringAssigned } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import { deviceNotManaged, deviceUnknown } from '../errors.ts';
import type { AutomaticRing } from '../rings/ring-table.ts';

/** In which ring a device is to be. `pending` until Entra has it there. */
const placementSchema = z.object({
  ring,
  by: z.enum(['auto', 'admin', 'repair']),
  /** Ring in which Entra has it still, while a move is under way. */
  from: ring.nullable(),
  pending: z.boolean(),
  /** When it was decided. */
  since: z.iso.datetime(),
  reason: z.string().max(1000),
});

export type Placement = z.infer<typeof placementSchema>;

export const deviceSchema = z.object({
  deviceId: z.string(),
  managedDeviceId: z.string().nullable(),
  entraDeviceId: z.string().nullable(),
  name: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  placement: placementSchema.nullable(),
});

/** A device as far as updates are concerned. */
export type Device = z.infer<typeof deviceSchema>;

/** What its record says now; where it is placed stays. */
export function keep(current: Device | undefined, record: DeviceRecord) {
  const next = {
    deviceId: record.deviceId,
    managedDeviceId: record.managedDeviceId ?? null,
    entraDeviceId: record.entraDeviceId ?? null,
    name: record.deviceName ?? null,
    manufacturer: record.manufacturer,
    model: record.model,
    placement: current?.placement ?? null,
  };
  return JSON.stringify(next) === JSON.stringify(current) ? undefined : { state: next };
}

/** Placed by the service, once: a device that has its ring keeps it. */
export const place = (target: AutomaticRing, reason: string, since: string) => (current: Device | undefined) => {
  if (!current?.managedDeviceId || current.placement) return undefined;
  return moved(current, { ring: target, by: 'auto', from: null, pending: true, since, reason });
};

/** Put there by a person, and pinned; pending until Entra has it there. */
export const pin = (target: Ring, reason: string, since: string) => (current: Device | undefined) => {
  const { placement } = demandManaged(current);
  if (placement?.ring === target && placement.by === 'admin') return undefined;
  const from = placement ? (placement.pending ? placement.from : placement.ring) : null;
  const pending = from !== target;
  return moved(
    demandManaged(current),
    { ring: target, by: 'admin', from: pending ? from : null, pending, since, reason },
    'ring.pin',
  );
};

/** The pin is taken off: where it is, it stays, and the service may place it again. A device in Test has to leave it. */
export const unpin = (target: AutomaticRing, reason: string, since: string) => (current: Device | undefined) => {
  const { placement, ...device } = demandManaged(current);
  if (placement?.by !== 'admin') return undefined;
  if (placement.ring !== 'Test')
    return moved({ placement, ...device }, { ...placement, by: 'auto', since, reason }, 'ring.unpin');
  return moved(
    { placement, ...device },
    { ring: target, by: 'auto', from: 'Test', pending: true, since, reason },
    'ring.unpin',
  );
};

/** Entra has it where it belongs: now it is told. */
export const confirm = (current: Device | undefined) => {
  const placement = current?.placement;
  if (!current || !placement?.pending) return undefined;
  const { ring: to, by, from, reason } = placement;
  return {
    state: { ...current, placement: { ...placement, pending: false, from: null } },
    events: [ringAssigned.event({ deviceId: current.deviceId, ring: to, previous: from, by, reason })],
    audit: { action: 'ring.assign', detail: { ring: to, previous: from, by } },
  };
};

/** Somebody had moved it in Entra, and it was put back. */
export const repaired = (current: Device | undefined) =>
  current?.placement
    ? { state: current, audit: { action: 'ring.repair', detail: { ring: current.placement.ring } } }
    : undefined;

/**
 * Whether it is time to look again whether Entra knows a device that is on its way: whenever there is an opportunity at
 * first, then every hour, and once a day when it has been so for two days. `looked`: when it was looked for last.
 */
export function isLookedFor(since: string, looked: string | null, now: number): boolean {
  if (looked === null) return true;
  const age = now - Date.parse(since);
  const pace = age < 2 * HOUR_MS ? 0 : age < 2 * DAY_MS ? HOUR_MS : DAY_MS;
  return now - Date.parse(looked) >= pace;
}

function moved(device: Device, placement: Placement, action?: string) {
  const detail = { ring: placement.ring, reason: placement.reason };
  return { state: { ...device, placement }, ...(action && { audit: { action, detail } }) };
}

function demandManaged(current: Device | undefined): Device {
  if (!current) throw deviceUnknown();
  if (!current.managedDeviceId) throw deviceNotManaged(current.deviceId);
  return current;
}
