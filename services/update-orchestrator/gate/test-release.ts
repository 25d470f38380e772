import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import { adopt } from '../releases/adopt.ts';
import type { PublishedUpdate, Release } from '../releases/release.ts';
import { type Crashes, NO_CRASHES } from './crashes.ts';
import type { GatedDevice } from './gated-device.ts';
import type { View } from './look.ts';

/** For tests: the two updates of a July, and fleets that run them. */
export const at = (text: string): number => Date.parse(text);

export const PATCH_TUESDAY = at('2026-07-14T17:00:00Z');

export const JULY: PublishedUpdate = {
  kind: 'quality',
  at: PATCH_TUESDAY,
  kbs: ['KB5101650'],
  builds: ['10.0.26200.8875', '10.0.22631.7517'],
};

/** Mends 25H2 alone. */
export const FIX: PublishedUpdate = {
  kind: 'out-of-band',
  at: at('2026-07-18T17:00:00Z'),
  kbs: ['KB5121767'],
  builds: ['10.0.26200.8894'],
};

export const [JUNE_BUILD, JULY_BUILD, FIXED_BUILD] = ['10.0.26200.8655', '10.0.26200.8875', '10.0.26200.8894'] as const;

const LONG_AGO = at('2026-01-01T00:00:00Z');

export const adopted = (update: PublishedUpdate, before?: Release): Release =>
  adopt(update, before, LONG_AGO, update.at).state;

/** The release as it is once these rings have been opened to it. */
export const openIn = (release: Release, rings: readonly Ring[], when: number): Release => ({
  ...release,
  stages: {
    ...release.stages,
    ...Object.fromEntries(
      rings.map((ring) => [
        ring,
        { kind: 'open', at: new Date(when).toISOString(), because: 'calendar', sentence: '-' },
      ]),
    ),
  },
});

/** Devices of a ring that came from the June build to this one. */
export function devicesOf(
  ring: Ring,
  count: number,
  { osVersion, since, seen }: { readonly osVersion: string; readonly since: number; readonly seen: number },
): GatedDevice[] {
  const hours = (time: number) => Math.floor(time / HOUR_MS);
  return Array.from({ length: count }, (_, n) => {
    const deviceId = `${ring}-${String(n).padStart(3, '0')}`;
    const before = [{ osVersion: JUNE_BUILD, since: null, until: hours(since), left: 'forward' as const }];
    const isNew = osVersion !== JUNE_BUILD;
    const sighting = { osVersion, seen: hours(seen), since: isNew ? hours(since) : null, before: isNew ? before : [] };
    const hardware = { manufacturer: 'Dell Inc.', model: 'Latitude 5440' };
    return { deviceId, ring, ...hardware, sighting: { deviceId, freeGigabytes: 10, ...sighting } };
  });
}

/** The first of the devices crash, once each; everything is known until the moment. */
export function crashesOf(devices: readonly GatedDevice[], count: number, dataUntil: string): Crashes {
  const hits = devices.slice(0, count).map(({ deviceId, model, sighting }) => ({
    deviceId,
    osVersion: sighting.osVersion,
    model,
    day: dataUntil.slice(0, 10),
  }));
  return { ...NO_CRASHES, dataUntil, hits };
}

export const viewOf = (now: number, more: Partial<View>): View => ({
  now,
  timeZone: 'Europe/Berlin',
  devices: [],
  crashes: NO_CRASHES,
  followers: [],
  ...more,
});
