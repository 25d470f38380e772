import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import type { Release, RingProgress } from '../releases/release.ts';
import { CALENDAR, dayOf, latestDay, offeredAt, plannedDay } from '../releases/release-calendar.ts';

/** Numbers of the opening rule. [gate statistics, 2.3 and 7] */
const OPENING = {
  /** Share of the reachable devices of the ring before that have to run the update, as far as crash data goes. */
  share: 0.6,
  /** Smaller rings prove nothing; the calendar decides. */
  minRing: 5,
  /** From so many failures on, at least nine of ten have to succeed. */
  failures: 3,
  successFloor: 0.9,
  /** From so many failures and half of the ring on, a person decides. */
  personAt: 3,
} as const;

/** What the rule says of a ring that waits. */
export type Opening =
  | { readonly kind: 'open'; readonly because: 'calendar' | 'evidence' | 'time-limit' }
  | { readonly kind: 'wait'; readonly for: 'calendar' | 'gap' | 'evidence' | 'person' };

export const RING_BEFORE = { First: 'Test', Fast: 'First', Broad: 'Fast' } as const satisfies Partial<
  Record<Ring, Ring>
>;

/** Whether a ring that is neither held nor paused opens now. `fresh`: the data is young enough to be believed. */
export function opening(ring: Ring, release: Release, now: number, timeZone: string, fresh: boolean): Opening {
  const from = Date.parse(release.calendarFrom);
  if (now < offeredAt(from, plannedDay(ring))) return { kind: 'wait', for: 'calendar' };
  if (ring === 'Test') return { kind: 'open', because: 'calendar' };
  const before = release.stages[RING_BEFORE[ring]];
  const progress = release.progress[RING_BEFORE[ring]];
  if (ring !== 'First') {
    if (before.kind !== 'open') return { kind: 'wait', for: 'gap' };
    if (now < offeredAt(Date.parse(before.at), CALENDAR.gap)) return { kind: 'wait', for: 'gap' };
  }
  if (isForAPerson(progress)) return { kind: 'wait', for: 'person' };
  if (progress.reachable < OPENING.minRing) return { kind: 'open', because: 'calendar' };
  if (fresh && hasProved(ring, progress)) return { kind: 'open', because: 'evidence' };
  if (dayOf(from, now, timeZone) >= latestDay(ring, from, timeZone)) return { kind: 'open', because: 'time-limit' };
  return { kind: 'wait', for: 'evidence' };
}

/** The one thing that the time limit does not override. */
function isForAPerson({ failed, reachable }: RingProgress): boolean {
  return failed >= OPENING.personAt && failed * 2 >= reachable;
}

/** Devices prove something once crash data reaches past their restart; for First, a day after Test, none can. */
function hasProved(ring: Ring, progress: RingProgress): boolean {
  const { reachable, updated, failed } = progress;
  if (provenIn(ring, progress) < OPENING.share * reachable) return false;
  return failed < OPENING.failures || updated / (updated + failed) >= OPENING.successFloor;
}

/** Devices of the ring before that count as proof. */
export const provenIn = (ring: Ring, { updated, covered }: RingProgress): number =>
  ring === 'First' ? updated : covered;

/** Devices of the ring before that have to run the update. */
export const wanted = ({ reachable }: RingProgress): number => Math.ceil(OPENING.share * reachable);
