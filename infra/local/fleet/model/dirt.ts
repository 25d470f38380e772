import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { groupTag, profileOf } from './tenant-groups.ts';

/** What is wrong in every real tenant; most of it is in the columns and names already. */

/** The group tag a device has had since before the service: of its profile, of somebody else's scheme, or none. */
export function firstGroupTag(seed: number, device: number): string {
  const chance = rnd(seed, device, stream.dirt, 2);
  if (chance < rates.mix.dirt.wrongTag / 2) return '';
  return chance < rates.mix.dirt.wrongTag ? 'Standard' : groupTag(profileOf(seed, device));
}

/** Whether Entra still keeps an object from an earlier life of the device; its ids are those of generation 1. */
export const hasStaleEntraDevice = (seed: number, device: number): boolean =>
  rnd(seed, device, stream.dirt, 3) < rates.mix.dirt.staleEntraDevices;
