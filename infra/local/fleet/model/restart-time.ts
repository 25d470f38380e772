import { sessionAfter } from './online-time.ts';
import type { Presence, Session } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';

/**
 * When a device with an installed update begins to restart: at a day end when its user feels like it, and from
 * `forcedAt` on as soon as it is switched on. Infinity when it stays away.
 */
export function restartTime(
  presence: Presence,
  seed: number,
  device: number,
  installedAt: number,
  forcedAt: number,
): number {
  let session = sessionAfter(presence, device, installedAt);
  for (; session; session = sessionAfter(presence, device, installedAt, session.day + 1)) {
    const forced = Math.max(session.from, installedAt, forcedAt);
    const dayEnd = endOfUse(session);
    const wishes = rnd(seed, device, stream.restartWish, session.day) < rates.updates.restartWish;
    if (wishes && dayEnd > installedAt && dayEnd < forced) return dayEnd;
    if (forced < session.to) return forced;
  }
  return Number.POSITIVE_INFINITY;
}

/** Most devices are used until they are switched off; one that stays on, until its active hours end. */
function endOfUse({ from, to }: Session): number {
  return to - from < DAY ? to : from + rates.updates.activeHoursTo * HOUR;
}
