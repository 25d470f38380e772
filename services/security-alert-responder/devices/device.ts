import * as z from 'zod';
import type { DeviceRecord } from '../../../shared/contracts/events/device-events.ts';

export const deviceSchema = z.object({
  deviceId: z.string(),
  entraDeviceId: z.string().nullable(),
  name: z.string().nullable(),
  /** Users of its profile see what nobody else may. */
  sensitive: z.boolean(),
  /** The isolation under which it is cut off, or about to be. */
  isolationId: z.string().nullable(),
});

/** A device as far as attacks are concerned. */
export type Device = z.infer<typeof deviceSchema>;

/** What its record says now; whether it is cut off stays. */
export function keep(current: Device | undefined, record: DeviceRecord) {
  const next = {
    deviceId: record.deviceId,
    entraDeviceId: record.entraDeviceId?.toLowerCase() ?? null,
    name: record.deviceName ?? null,
    sensitive: record.profile === 'SensitiveData',
    isolationId: current?.isolationId ?? null,
  };
  return JSON.stringify(next) === JSON.stringify(current) ? undefined : { state: next };
}

/** The isolation that a device is under from now on, or none; on record with the device. */
export const mark = (isolationId: string | null, action: string) => (current: Device | undefined) => {
  if (!current || current.isolationId === isolationId) return undefined;
  return {
    state: { ...current, isolationId },
    audit: { action, detail: { isolationId: isolationId ?? current.isolationId } },
  };
};
