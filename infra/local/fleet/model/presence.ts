import type { Columns } from './columns.ts';
import { logNormal } from './distributions.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';

/** A stretch of time in which a device is switched on and has a network, in milliseconds since 1970. */
export interface Session {
  readonly from: number;
  readonly to: number;
}

/** The order is the value of the column `presenceClass`. */
export const presenceClasses = ['officeLaptop', 'alwaysOn', 'rarelyUsed', 'drawer', 'cloudPc'] as const;

export type PresenceClass = (typeof presenceClasses)[number];

/** Times at which devices are cut off whatever their habit is. */
export interface Outage {
  readonly from: number;
  readonly until: number;
  hits(device: number): boolean;
}

/** Who is online when: pure functions of device and time, so that nothing needs an event. */
export interface Presence {
  /** The local day (days since 1970 by the device's own clock) that a moment falls on. */
  dayOf(device: number, time: number): number;
  /** When the device is on during one of its local days. Sessions of an always-on device meet at midnight. */
  session(device: number, day: number): Session | undefined;
  /** Whether the link of that day is metered, so that updates wait. */
  metered(device: number, day: number): boolean;
}

export function createPresence(columns: Columns, seed: number, outages: readonly Outage[]): Presence {
  const draw = (device: number, of: number, n: number) => rnd(seed, device, of, n);
  const zone = (device: number) => (columns.zone[device] ?? 0) * HOUR;
  const classOf = (device: number) => presenceClasses[columns.presenceClass[device] ?? 0] ?? 'officeLaptop';

  function habit(device: number, day: number): Session | undefined {
    const presence = classOf(device);
    if (!isUsed(presence, day, draw(device, stream.workDay, day))) return undefined;
    if (presence !== 'alwaysOn' && isAway(device, day)) return undefined;
    const midnight = day * DAY - zone(device);
    if (presence === 'alwaysOn' || presence === 'cloudPc') return { from: midnight, to: midnight + DAY };
    const { startEarliestHour, startLatestHour, shortestDayHours, longestDayHours } = rates.presence;
    const from = midnight + between(startEarliestHour, startLatestHour, draw(device, stream.startOfDay, day)) * HOUR;
    return {
      from,
      to: from + between(shortestDayHours, longestDayHours, draw(device, stream.lengthOfDay, day)) * HOUR,
    };
  }

  function isAway(device: number, day: number): boolean {
    const block = Math.floor(day / BLOCK_DAYS);
    return isAwaySince(device, block, day) || isAwaySince(device, block - 1, day);
  }

  function isAwaySince(device: number, block: number, day: number): boolean {
    return covers(holiday(device, block), day) || covers(repair(device, block), day);
  }

  function holiday(device: number, block: number): Gap | undefined {
    const chance = draw(device, stream.holiday, block);
    if (chance >= rates.presence.holiday * rates.presence.holidayHighSeason) return undefined;
    const from = block * BLOCK_DAYS + Math.floor(draw(device, stream.holidayStart, block) * BLOCK_DAYS);
    if (chance >= rates.presence.holiday && !isHighSeason(from)) return undefined;
    const [u, v] = [draw(device, stream.holidayLength, 2 * block), draw(device, stream.holidayLength, 2 * block + 1)];
    const days = Math.round(logNormal(rates.presence.holidayMedianDays, rates.presence.holidaySigma, u, v));
    return { from, days: Math.min(Math.max(days, 1), BLOCK_DAYS) };
  }

  function repair(device: number, block: number): Gap | undefined {
    if (draw(device, stream.breakdown, block) >= rates.presence.breakdownDay * BLOCK_DAYS) return undefined;
    const from = block * BLOCK_DAYS + Math.floor(draw(device, stream.breakdownStart, block) * BLOCK_DAYS);
    const days = 1 + Math.floor(draw(device, stream.breakdownLength, block) * rates.presence.breakdownLongestDays);
    return { from, days };
  }

  function session(device: number, day: number): Session | undefined {
    let found = habit(device, day);
    if (found) found = without(found, columns.downFrom[device] ?? Number.NaN, columns.downUntil[device] ?? Number.NaN);
    for (const outage of outages)
      if (found && found.from < outage.until && found.to > outage.from && outage.hits(device))
        found = without(found, outage.from, outage.until);
    return found;
  }

  return {
    dayOf: (device, time) => Math.floor((time + zone(device)) / DAY),
    session,
    metered: (device, day) =>
      classOf(device) === 'officeLaptop' && draw(device, stream.travel, day) < rates.presence.travelDay,
  };
}

/** A gap starts at most once in a block and never lasts longer than one, so only two blocks can cover a day. */
const BLOCK_DAYS = 30;

interface Gap {
  readonly from: number;
  readonly days: number;
}

const covers = (gap: Gap | undefined, day: number) => gap !== undefined && day >= gap.from && day < gap.from + gap.days;

function isUsed(presence: PresenceClass, day: number, chance: number): boolean {
  const { workDay, weekendDay, alwaysOnDayOff, rarelyUsedDay } = rates.presence;
  switch (presence) {
    case 'officeLaptop':
    case 'cloudPc':
      return chance < (isWeekend(day) ? weekendDay : workDay);
    case 'alwaysOn':
      return chance >= alwaysOnDayOff;
    case 'rarelyUsed':
      return chance < rarelyUsedDay;
    case 'drawer':
      return false;
  }
}

/** 1 January 1970 was a Thursday. */
export const isWeekend = (day: number) => (day + 3) % 7 >= 5;

function isHighSeason(day: number): boolean {
  const date = new Date(day * DAY);
  const month = date.getUTCMonth() + 1;
  return month === 8 || (month === 12 && date.getUTCDate() >= 25);
}

/** What is left of a session beside a gap; of two parts the first, since the device was used to go on then. */
function without(session: Session, from: number, until: number): Session | undefined {
  if (!(from < session.to && until > session.from)) return session;
  if (from > session.from) return { from: session.from, to: from };
  return until < session.to ? { from: until, to: session.to } : undefined;
}

const between = (low: number, high: number, u: number) => low + (high - low) * u;
