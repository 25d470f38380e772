import type { Columns } from './columns.ts';
import { isIsolated } from './isolation.ts';
import { HORIZON_DAYS } from './online-time.ts';
import type { Outage, Presence, Session } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** When devices talk to Intune: computed when asked, never stored. */
export interface CheckIns {
  /** The last check-in at or before `time`; the enrolment when there was none since. */
  previous(device: number, time: number): number;
  /** The first check-in after `time`; Infinity when the device stays away. */
  next(device: number, time: number): number;
}

/**
 * A device checks in soon after it is switched on and each 8 hours from then, and often in its first hours after
 * enrolment. Full isolation by Defender stops check-ins, and so does a silence on Intune's side.
 */
export function createCheckIns(
  columns: Columns,
  presence: Presence,
  seed: number,
  silences: readonly Outage[] = [],
): CheckIns {
  /** The check-ins of a local day, in order. */
  function within(device: number, day: number): number[] {
    const session = presence.session(device, day);
    if (!session) return [];
    const often = early(session, columns.enrolledAt[device] ?? Number.NaN);
    const times = often.length === 0 ? regular(session, device, day) : [...often, ...regular(session, device, day)];
    return times.filter((time) => !isSilent(device, time)).sort((a, b) => a - b);
  }

  function regular(session: Session, device: number, day: number): number[] {
    const { checkInHours, checkInJitterHours } = rates.presence;
    // A device that is never switched off checks in at a time of its own, not all of them at midnight.
    const offset = session.to - session.from < DAY ? 0 : rnd(seed, device, stream.checkInPhase) * checkInHours * HOUR;
    const times: number[] = [];
    for (let n = 0, due = session.from + offset; due < session.to; n += 1, due += checkInHours * HOUR) {
      const time = due + rnd(seed, device, stream.checkIn, day * 8 + n) * checkInJitterHours * HOUR;
      if (time < session.to) times.push(time);
    }
    return times;
  }

  function isSilent(device: number, time: number): boolean {
    if (!(time >= (columns.enrolledAt[device] ?? Number.NaN)) || isIsolated(columns, device, time)) return true;
    return silences.some(({ from, until, hits }) => from <= time && time < until && hits(device));
  }

  return {
    previous(device, time) {
      const today = presence.dayOf(device, time);
      const enrolled = columns.enrolledAt[device] ?? 0;
      const first = Math.max(today - HORIZON_DAYS, presence.dayOf(device, enrolled));
      for (let day = today; day >= first; day -= 1) {
        const found = within(device, day).findLast((checkIn) => checkIn <= time);
        if (found !== undefined) return found;
      }
      return enrolled;
    },
    next(device, time) {
      const today = presence.dayOf(device, time);
      for (let day = today; day < today + HORIZON_DAYS; day += 1)
        for (const checkIn of within(device, day)) if (checkIn > time) return checkIn;
      return Number.POSITIVE_INFINITY;
    },
  };
}

const NONE: readonly number[] = [];

/** Every 3 minutes for 15 minutes, then every 15 minutes for 2 hours. */
const EARLY_MINUTES = [3, 6, 9, 12, 15, 30, 45, 60, 75, 90, 105, 120];

function early(session: Session, enrolledAt: number): readonly number[] {
  const last = EARLY_MINUTES.at(-1) ?? 0;
  if (!(session.to > enrolledAt && session.from < enrolledAt + last * MINUTE)) return NONE;
  return EARLY_MINUTES.map((minutes) => enrolledAt + minutes * MINUTE).filter(
    (time) => time >= session.from && time < session.to,
  );
}
