import type { ServiceName } from '../../contracts/events/topology.ts';
import { LANE_REACH, type Lane } from './lanes.ts';
import { CLASS_LIMITS, type Limit, type ThrottleClass } from './throttle-classes.ts';

/**
 * Units leased, by the slot of time in which they were: `[slot, units]`, one list for each limit of the class, in the
 * order of the class's table. It never has more entries than a window has slots.
 */
export type Leased = readonly (readonly (readonly [slot: number, units: number])[])[];

/** Everything that a lease depends on, apart from what was leased before. */
export interface LeaseRequest {
  readonly service: ServiceName;
  readonly throttleClass: ThrottleClass;
  readonly lane: Lane;
  readonly writes: boolean;
  /** What the call at hand costs. */
  readonly units: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type LeaseAnswer =
  /** So many units, to be used before `until`; what is unused then has lapsed. */
  | { readonly kind: 'leased'; readonly units: number; readonly until: number; readonly leased: Leased }
  | { readonly kind: 'spent'; readonly until: number }
  | { readonly kind: 'not-shared' };

/**
 * Leases a slice of a service's share. Units are used within one slot's time after they were leased. So when all that was
 * leased within a window and a slot stays within the share, no window of any phase sees more calls than that.
 */
export function lease(before: Leased, request: LeaseRequest): LeaseAnswer {
  const { service, throttleClass, lane, writes, now } = request;
  const { limits, shares } = CLASS_LIMITS[throttleClass];
  const share = shares[service];
  if (share === undefined) return { kind: 'not-shared' };

  const counted = limits.map((limit, at) => ({
    limit,
    whole: Math.max(Math.floor(limit.units * share), 1),
    kept: kept(before[at] ?? [], limit, now),
  }));
  const touched = counted.filter(({ limit }) => limit.counts === 'all' || writes);
  const reach = Math.min(...touched.map(({ whole }) => Math.ceil(whole * LANE_REACH[lane])));
  // A call may cost more than a tiny share has: it takes all of it.
  const units = Math.min(request.units, reach);

  const free = Math.min(...touched.map(({ whole, kept }) => Math.ceil(whole * LANE_REACH[lane]) - sum(kept)));
  if (free < units) {
    const until = Math.max(...touched.map((one) => freeAt(one, Math.ceil(one.whole * LANE_REACH[lane]) - units, now)));
    return { kind: 'spent', until };
  }
  const slice = Math.min(Math.max(units, Math.floor(Math.min(...touched.map(({ whole }) => whole)) / SLOTS)), free);
  return {
    kind: 'leased',
    units: slice,
    until: now + Math.min(...touched.map(({ limit }) => slotMs(limit))),
    leased: counted.map((one) => (touched.includes(one) ? withUnits(one.kept, one.limit, now, slice) : one.kept)),
  };
}

/** What a service may still lease of each limit of a class. */
export interface Remaining {
  readonly counts: Limit['counts'];
  readonly windowMs: number;
  /** The service's share. */
  readonly units: number;
  readonly remaining: number;
}

/** Remaining units for a lane's calls, by limit. */
export function remaining(
  leased: Leased,
  { service, throttleClass, lane, now }: Omit<LeaseRequest, 'units' | 'writes'>,
): Remaining[] {
  const { limits, shares } = CLASS_LIMITS[throttleClass];
  const share = shares[service];
  if (share === undefined) return [];
  return limits.map((limit, at) => {
    const units = Math.max(Math.floor(limit.units * share), 1);
    const spent = sum(kept(leased[at] ?? [], limit, now));
    const left = Math.max(Math.ceil(units * LANE_REACH[lane]) - spent, 0);
    return { counts: limit.counts, windowMs: limit.windowMs, units, remaining: left };
  });
}

/** A slot is the twentieth part of a window: a slice lives so long, and a service leases at most so often when it is busy. */
const SLOTS = 20;

type Slots = Leased[number];

const slotMs = ({ windowMs }: Limit): number => windowMs / SLOTS;

/** From when on a slot no longer counts: its last lease has run out, and a window has passed since. */
const endOf = (slot: number, limit: Limit): number => (slot + 1) * slotMs(limit) + limit.windowMs + slotMs(limit);

const kept = (slots: Slots, limit: Limit, now: number): Slots => slots.filter(([slot]) => endOf(slot, limit) > now);

const sum = (slots: Slots): number => slots.reduce((total, [, units]) => total + units, 0);

function withUnits(slots: Slots, limit: Limit, now: number, units: number): Slots {
  const current = Math.floor(now / slotMs(limit));
  const before = slots.filter(([slot]) => slot !== current);
  const had = slots.find(([slot]) => slot === current)?.[1] ?? 0;
  return [...before, [current, had + units]];
}

/** When no more than `most` units will still count. */
function freeAt({ limit, kept }: { readonly limit: Limit; readonly kept: Slots }, most: number, now: number): number {
  let counting = sum(kept);
  let at = now;
  for (const [slot, units] of kept.toSorted(([a], [b]) => a - b)) {
    if (counting <= most) break;
    counting -= units;
    at = endOf(slot, limit);
  }
  return at;
}
