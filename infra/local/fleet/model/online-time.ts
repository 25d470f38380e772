import type { Presence, Session } from './presence.ts';
import { HOUR } from './time.ts';

/** A device that has not been online for so many days is taken to stay away. */
export const HORIZON_DAYS = 120;

export function isOnline(presence: Presence, device: number, time: number): boolean {
  const session = presence.session(device, presence.dayOf(device, time));
  return session !== undefined && session.from <= time && time < session.to;
}

/** The first session from `day` on that ends after a moment, with its day; undefined when there is none for long. */
export function sessionAfter(
  presence: Presence,
  device: number,
  time: number,
  day = presence.dayOf(device, time),
): (Session & { readonly day: number }) | undefined {
  const last = presence.dayOf(device, time) + HORIZON_DAYS;
  for (let candidate = day; candidate < last; candidate += 1) {
    const session = presence.session(device, candidate);
    if (session && session.to > time) return { from: session.from, to: session.to, day: candidate };
  }
  return undefined;
}

/** The first moment from `time` on at which the device is online; Infinity when it stays away. */
export function nextOnline(presence: Presence, device: number, time: number): number {
  const session = sessionAfter(presence, device, time);
  return session ? Math.max(session.from, time) : Number.POSITIVE_INFINITY;
}

/** The last moment up to `time` at which the device was online; undefined when it has been away for long. */
export function lastOnline(presence: Presence, device: number, time: number): number | undefined {
  const last = presence.dayOf(device, time);
  for (let day = last; day > last - HORIZON_DAYS; day -= 1) {
    const session = presence.session(device, day);
    if (session && session.from <= time) return Math.min(session.to, time);
  }
  return undefined;
}

/** When the device has been online for so many hours since `time`; Infinity when it stays away before that. */
export function afterOnlineHours(
  presence: Presence,
  device: number,
  time: number,
  hours: number,
  link: 'any' | 'unmetered' = 'any',
): number {
  let rest = hours * HOUR;
  let session = sessionAfter(presence, device, time);
  for (; session; session = sessionAfter(presence, device, time, session.day + 1)) {
    if (link === 'unmetered' && presence.metered(device, session.day)) continue;
    const from = Math.max(session.from, time);
    if (from + rest <= session.to) return from + rest;
    rest -= session.to - from;
  }
  return Number.POSITIVE_INFINITY;
}
