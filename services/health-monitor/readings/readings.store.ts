import * as z from 'zod';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { digest } from '../../../shared/state/digest.ts';
import { groupBy } from '../../../shared/state/group-by.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { DEVICES_A_PACK } from '../numbers.ts';
import { type DeviceReading, deviceReading } from './device-reading.ts';

const packSchema = z.object({ readings: z.array(deviceReading) });

type Pack = z.infer<typeof packSchema>;

/** Readings lie together by the hundreds: a document for each would cost a hundred times as much. */
const packAggregate: AggregateDefinition<Pack> = defineAggregate({
  kind: 'reading-pack',
  schemaVersion: 1,
  schema: packSchema,
});

/** The area of the change vector that moves with readings. */
export const READINGS_AREA = packAggregate.kind;

/** How many packs so many devices need. They never become fewer: empty ones cost nothing. */
export const packsFor = (devices: number, packs: number): number =>
  Math.max(packs, 1, Math.ceil(devices / DEVICES_A_PACK));

/** The readings of a tenant by device. */
export async function loadReadings(
  state: State,
  tenantId: string,
  packs: number,
): Promise<ReadonlyMap<string, DeviceReading>> {
  const numbers = Array.from({ length: packs }, (_, number) => number);
  const loaded = await Promise.all(numbers.map((number) => state.load(packAggregate, tenantId, String(number))));
  const readings = loaded.flatMap((pack) => pack?.state.readings ?? []);
  return new Map(readings.map((reading) => [reading.deviceId, reading]));
}

/**
 * Saves the readings, those packs alone that have changed. From the last pack to the first: a device that moves because
 * there are more packs now only ever moves to a later one, so whatever breaks off in between, it is in one of them.
 */
export async function saveReadings(
  state: State,
  tenantId: string,
  packs: number,
  readings: readonly DeviceReading[],
  options: ChangeOptions,
): Promise<void> {
  const byPack = groupBy(readings.toSorted(byDevice), ({ deviceId }) => String(packOf(deviceId, packs)));
  for (let number = packs - 1; number >= 0; number--) {
    const next: Pack = { readings: byPack.get(String(number)) ?? [] };
    const text = JSON.stringify(next);
    await state.change(
      packAggregate,
      { tenantId, id: String(number) },
      (current) => (JSON.stringify(current) === text ? undefined : { state: next }),
      options,
    );
  }
}

/** Jump consistent hash (Lamping and Veach, 2014): when there is one more pack, devices move there and nowhere else. */
function packOf(deviceId: string, packs: number): number {
  let key = Buffer.from(digest(deviceId), 'base64url').readBigUInt64BE();
  let pack = 0;
  for (let next = 0; next < packs; ) {
    pack = next;
    key = BigInt.asUintN(64, key * 2_862_933_555_777_941_757n + 1n);
    next = Math.floor((pack + 1) * (2 ** 31 / (Number(key >> 33n) + 1)));
  }
  return pack;
}

const byDevice = (a: DeviceReading, b: DeviceReading): number => (a.deviceId < b.deviceId ? -1 : 1);
