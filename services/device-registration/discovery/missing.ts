import * as z from 'zod';
import { NUMBERS } from '../numbers.ts';
import type { Joined } from './join.ts';
import type { Sighting } from './sighting.ts';

/** A device that a full reading did not find where it was. */
export const missingDevice = z.object({ deviceId: z.string(), since: z.iso.datetime() });

export type MissingDevice = z.infer<typeof missingDevice>;

export interface Believed {
  /** As the reading has them, but that devices which are missing for the first time are taken for unread. */
  readonly sighted: Joined['sighted'];
  readonly missing: readonly MissingDevice[];
  /** Neither Autopilot nor Intune has them. */
  readonly gone: readonly string[];
}

/** That a device is not there is believed when a second full reading says so: even good lists may lack two of a hundred. */
export function believe(sighted: Joined['sighted'], known: ReadonlyMap<string, MissingDevice>, now: number): Believed {
  const missing: MissingDevice[] = [];
  const gone: string[] = [];
  const believed = sighted.flatMap(({ device, sighting }) => {
    if (!isMissing(device.state, sighting)) return [{ device, sighting }];
    const entry = known.get(device.id) ?? { deviceId: device.id, since: new Date(now).toISOString() };
    missing.push(entry);
    if (now - Date.parse(entry.since) < NUMBERS.missingFor)
      return [{ device, sighting: { ...sighting, enrolment: { kind: 'not-read' as const } } }];
    if (sighting.identity) return [{ device, sighting }];
    gone.push(device.id);
    return [];
  });
  return { sighted: believed, missing, gone };
}

function isMissing(state: Joined['sighted'][number]['device']['state'], { identity, enrolment }: Sighting): boolean {
  if (enrolment.kind !== 'gone') return false;
  switch (state) {
    case 'registration-pending':
    case 'registration-failed':
      return false;
    case 'ready-for-user':
      return identity === null;
    case 'active':
    case 'inactive':
      return true;
  }
}
