import { defineCountedPacks, packsFor } from '../../../shared/state/packs.ts';
import { type DeviceReading, deviceReading } from './device-reading.ts';

/** The readings of a tenant by device. How many packs there are is part of the fleet's health, which is saved before them. */
const packs = defineCountedPacks<DeviceReading>({
  kind: 'reading-pack',
  entry: deviceReading,
  field: 'readings',
  idOf: ({ deviceId }) => deviceId,
});

export const { load: loadReadings, save: saveReadings } = packs;

/** The area of the change vector that moves with readings. */
export const READINGS_AREA = packs.area;

export { packsFor };
