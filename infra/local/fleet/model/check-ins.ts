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
  function* within(device: number, day: number): Generator<number> {
    const session = presence.session(device, day);
    if (!session) return;
    const times = [...early(session, columns.enrolledAt[device] ?? 0), ...regular(session, device, day)];
    for (const time of times.sort((a, b) => a - b)) if (!isSilent(device, time)) yield time;
  }

  function* regular(session: Session, device: number, day: number): Generator<number> {
    const { checkInHours, checkInJitterHours } = rates.presence;
    // A device that is never switched off checks in at a time of its own, not all of them at midnight.
    const offset = session.to - session.from < DAY ? 0 : rnd(seed, device, stream.checkInPhase) * checkInHours * HOUR;
    for (let n = 0; ; n += 1) {
      const jitter = rnd(seed, device, stream.checkIn, day * 8 + n) * checkInJitterHours * HOUR;
      const time = session.from + offset + n * checkInHours * HOUR + jitter;
      if (time >= session.to) return;
      yield time;
    }
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
        const found = [...within(device, day)].findLast((checkIn) => checkIn <= time);
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

/** Every 3 minutes for 15 minutes, then every 15 minutes for 2 hours. */
const EARLY_MINUTES = [3, 6, 9, 12, 15, 30, 45, 60, 75, 90, 105, 120];

function early(session: Session, enrolledAt: number): number[] {
  const last = EARLY_MINUTES.at(-1) ?? 0;
  if (!(session.to > enrolledAt && session.from < enrolledAt + last * MINUTE)) return [];
  return EARLY_MINUTES.map((minutes) => enrolledAt + minutes * MINUTE).filter(
    (time) => time >= session.from && time < session.to,
  );
}
