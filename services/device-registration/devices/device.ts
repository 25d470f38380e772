import * as z from 'zod';
import {
  type DeviceRecord,
  deviceAccepted,
  deviceRecord,
  deviceRemoved,
  type RegistrationState,
} from '../../../shared/contracts/events/device-events.ts';
import { autopilotHoldsDevice, devicePending, deviceUnknown } from '../errors.ts';
import { type Candidate, candidateSchema, type DeviceKey, deviceKey } from './candidate.ts';

/** A device as this service keeps it: with what Autopilot will be asked by. */
export const deviceSchema = deviceRecord.extend({
  productId: candidateSchema.shape.productId,
  hardwareHash: candidateSchema.shape.hardwareHash,
  keys: z.array(deviceKey),
});

export type Device = z.infer<typeof deviceSchema>;

/** A row that is good, on its way to become a device. */
export interface Registration {
  readonly candidate: Candidate;
  readonly keys: readonly DeviceKey[];
  readonly notes: readonly string[];
  readonly source: DeviceRecord['source'];
  readonly acceptedAt: string;
}

type Current = Device | undefined;

/** Takes a device on. One that is there stays as it is: a later report may know less of it than the first. */
export const accept =
  (deviceId: string, { candidate, keys, notes, source, acceptedAt }: Registration) =>
  (current: Current) => {
    if (current) return undefined;
    const state: Device = {
      ...candidate,
      deviceId,
      keys: [...keys],
      notes: [...notes],
      source,
      acceptedAt,
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

/** Takes a device off the list. Throws Refusal `device-unknown`, `device-pending`, `autopilot-holds-device`. */
export const remove = (reason: string) => (current: Current) => {
  if (!current) throw deviceUnknown();
  demandRemovable(current.state);
  return {
    removed: true as const,
    events: [deviceRemoved.event(recordOf(current))],
    audit: { action: 'device.remove', detail: { reason } },
  };
};

function demandRemovable(state: RegistrationState): void {
  switch (state.kind) {
    case 'registration-pending':
      throw devicePending();
    case 'registration-failed':
      return;
    case 'ready-for-user':
    case 'active':
    case 'inactive':
      throw autopilotHoldsDevice();
  }
}

/** What the others are told, and what is shown: no hardware hash, which is worth stealing. */
export function recordOf({ hardwareHash: _hash, productId: _product, keys: _keys, ...record }: Device): DeviceRecord {
  return record;
}
