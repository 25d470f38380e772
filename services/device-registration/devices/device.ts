import * as z from 'zod';
import { type DeviceRecord, deviceAccepted, deviceRecord } from '../../../shared/contracts/events/device-events.ts';
import { removalState } from '../../../shared/contracts/http/devices.ts';
import { type Candidate, candidateSchema, type DeviceKey, deviceKey } from './candidate.ts';

/** A device as this service keeps it: with what Autopilot will be asked by, until Autopilot has it. */
export const deviceSchema = deviceRecord.extend({
  productId: candidateSchema.shape.productId,
  hardwareHash: candidateSchema.shape.hardwareHash,
  keys: z.array(deviceKey),
  removal: removalState.exactOptional(),
});

export type Device = z.infer<typeof deviceSchema>;

/** A row that is good, on its way to become a device. */
export interface Registration {
  readonly candidate: Candidate;
  readonly keys: readonly DeviceKey[];
  readonly notes: readonly string[];
  readonly source: DeviceRecord['source'];
  readonly acceptedAt: string;
  /** Of one that Autopilot has already. */
  readonly autopilotDeviceId?: string;
}

/**
 * Takes a device on. One that is there stays as it is, for a later report may know less of it than the first; unless its
 * registration has failed: then this is another attempt.
 */
export const accept =
  (deviceId: string, { candidate, keys, notes, source, acceptedAt, autopilotDeviceId }: Registration) =>
  (current: Device | undefined) => {
    if (current && current.state.kind !== 'registration-failed') return undefined;
    const state: Device = {
      ...candidate,
      serialNumber: candidate.serialNumber ?? current?.serialNumber ?? null,
      deviceId,
      keys: [...keys],
      notes: [...notes],
      source,
      acceptedAt,
      ...(autopilotDeviceId !== undefined && { autopilotDeviceId }),
      state: {
        kind: 'registration-pending',
        since: acceptedAt,
        awaits: candidate.hardwareHash ? 'autopilot-import' : 'autopilot-discovery',
      },
    };
    return {
      state,
      events: [deviceAccepted.event(recordOf(state))],
      audit: { action: 'device.accept', detail: source },
    };
  };

/** What the others are told: no hardware hash, which is worth stealing, and nothing that concerns this service alone. */
export function recordOf(device: Device): DeviceRecord {
  const { hardwareHash: _hash, productId: _product, keys: _keys, removal: _removal, ...record } = device;
  return record;
}
