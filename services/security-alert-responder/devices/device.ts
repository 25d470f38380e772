import * as z from 'zod';
import type { DeviceRecord } from '../../../shared/contracts/events/device-events.ts';
import { deviceIsolated, deviceNotIsolated } from '../errors.ts';

const MOST_INCIDENTS = 50;

export const deviceSchema = z.object({
  deviceId: z.string(),
  entraDeviceId: z.string().nullable(),
  name: z.string().nullable(),
  /** Users of its profile see what nobody else may. */
  sensitive: z.boolean(),
  /** The isolation under which it is cut off, or about to be. */
  isolationId: z.string().nullable(),
  /** The release that is under way. */
  releaseId: z.string().nullable(),
  /** Incidents that it is in, the latest of them. */
  incidents: z.array(z.string()).max(MOST_INCIDENTS),
});

/** A device as far as attacks are concerned. */
export type Device = z.infer<typeof deviceSchema>;

/** What its record says now; what has happened to it stays. */
export function keep(current: Device | undefined, record: DeviceRecord) {
  const next: Device = {
    deviceId: record.deviceId,
    entraDeviceId: record.entraDeviceId?.toLowerCase() ?? null,
    name: record.deviceName ?? null,
    sensitive: record.profile === 'SensitiveData',
    isolationId: current?.isolationId ?? null,
    releaseId: current?.releaseId ?? null,
    incidents: current?.incidents ?? [],
  };
  return JSON.stringify(next) === JSON.stringify(current) ? undefined : { state: next };
}

/** Puts an incident on record with a device that is in it, once. */
export const involve = (incidentId: string) => (current: Device | undefined) => {
  if (!current || current.incidents.includes(incidentId)) return undefined;
  const incidents = [...current.incidents, incidentId].slice(-MOST_INCIDENTS);
  return { state: { ...current, incidents }, audit: { action: 'device.involve', detail: { incidentId } } };
};

/** Takes the device for an isolation, which one alone may have. Throws Refusal. */
export const isolate = (isolationId: string) => (current: Device | undefined) => {
  if (current?.isolationId === isolationId) return undefined;
  if (!current || current.isolationId) throw deviceIsolated();
  return { state: { ...current, isolationId }, audit: { action: 'device.isolate', detail: { isolationId } } };
};

/** Takes a device that is under this isolation for a release, one at a time. Throws Refusal. */
export const release = (releaseId: string, isolationId: string) => (current: Device | undefined) => {
  if (!current || current.releaseId === releaseId) return undefined;
  if (current.isolationId !== isolationId || current.releaseId) throw deviceNotIsolated();
  return { state: { ...current, releaseId }, audit: { action: 'device.release', detail: { releaseId, isolationId } } };
};

/** How an isolation or a release of the device ended. */
interface End {
  readonly wanted: 'isolate' | 'release';
  readonly id: string;
  readonly outcome: 'confirmed' | 'failed' | 'unknown';
}

/** What could not be isolated is free to be tried again, and what could not be released is still cut off. */
export const settle =
  ({ wanted, id, outcome }: End) =>
  (current: Device | undefined) => {
    if (!current || (wanted === 'isolate' ? current.isolationId : current.releaseId) !== id) return undefined;
    const isIsolated = (wanted === 'isolate') === (outcome === 'confirmed');
    const isolationId = isIsolated ? current.isolationId : null;
    const action = `device.${wanted}-${outcome}`;
    return { state: { ...current, isolationId, releaseId: null }, audit: { action, detail: { id } } };
  };
