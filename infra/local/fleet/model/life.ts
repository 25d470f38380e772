import type { Columns } from './columns.ts';
import { nextOnline } from './online-time.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** Where a device stands; the order is the value of the column `life`. */
export const lives = [
  'imported',
  'importFailed',
  'identity',
  'tagged',
  'shipped',
  'enrolling',
  'enrolmentFailed',
  'active',
  'resetting',
  'retired',
  'deleted',
  'supplied',
] as const;

export type Life = (typeof lives)[number];

export const lifeOf = (columns: Columns, device: number): Life => lives[columns.life[device] ?? 0] ?? 'deleted';

/** Devices on their way from the import of a hardware hash to their user, and through a reset. */
export interface LifeCourse {
  /** Puts a device at a step of its life; returns the moment of the next one, Infinity when nothing follows by itself. */
  enter(device: number, life: Life, now: number): number;
  /** The step that has come; returns the moment of the one after it. */
  run(device: number, now: number): number;
  /** Whether it is in use, and managed. */
  isActive(device: number): boolean;
}

export interface LifeParts {
  readonly columns: Columns;
  readonly presence: Presence;
  readonly seed: number;
  /** Whether new devices have still to be made and sent, or are at hand and wait for their user. */
  readonly arrival: Arrival;
  /** Whether something makes the Autopilot service refuse a hash. */
  refusesImport(device: number, now: number): boolean;
}

/**
 * How devices come to a tenant: those of the start are in use already (`present`), or are with their supplier until
 * somebody registers them (`by-import`).
 */
export type Arrival = 'present' | 'by-import';

export function createLifeCourse(parts: LifeParts): LifeCourse {
  const { columns, presence, seed, arrival, refusesImport } = parts;
  const generation = (device: number) => columns.generation[device] ?? 0;

  function draw(device: number, of: number, life: Life): number {
    return rnd(
      seed,
      device,
      of,
      (generation(device) * 64 + (columns.attempts[device] ?? 0)) * 16 + lives.indexOf(life),
    );
  }

  function enter(device: number, life: Life, now: number): number {
    columns.life[device] = lives.indexOf(life);
    if (life === 'resetting') columns.enrolledAt[device] = Number.NaN;
    if (life === 'active') enrol(device, now);
    return now + delayAfter(life, draw(device, stream.lifeDelay, life), arrival);
  }

  function enrol(device: number, now: number): void {
    columns.generation[device] = generation(device) + 1;
    columns.enrolledAt[device] = now;
    columns.attempts[device] = 0;
  }

  function fails(device: number, life: Life, share: number): boolean {
    return draw(device, stream.lifeFailure, life) < share;
  }

  function isRefused(device: number, now: number): boolean {
    return fails(device, 'imported', rates.life.importFailure) || refusesImport(device, now);
  }

  function run(device: number, now: number): number {
    const life = lifeOf(columns, device);
    switch (life) {
      case 'imported':
        return finishImport(device, now);
      case 'identity':
        return enter(device, 'tagged', now);
      case 'tagged':
        return enter(device, 'shipped', now);
      case 'shipped':
      case 'resetting':
        return enter(device, 'enrolling', nextOnline(presence, device, now));
      case 'enrolling':
        return finishEnrolling(device, now);
      case 'enrolmentFailed':
        return enter(device, 'enrolling', nextOnline(presence, device, now));
      case 'active':
      case 'importFailed':
      case 'retired':
      case 'deleted':
      case 'supplied':
        return Number.POSITIVE_INFINITY;
    }
  }

  /** A hash that was refused may be sent again, and has another chance. */
  function finishImport(device: number, now: number): number {
    const isFailed = isRefused(device, now);
    columns.attempts[device] = isFailed ? Math.min((columns.attempts[device] ?? 0) + 1, 63) : 0;
    return enter(device, isFailed ? 'importFailed' : 'identity', now);
  }

  function finishEnrolling(device: number, now: number): number {
    const attempt = columns.attempts[device] ?? 0;
    const share = attempt === 0 ? rates.life.enrolmentFailure : 1 - rates.life.secondTrySucceeds;
    if (!fails(device, 'enrolling', share)) return enter(device, 'active', now);
    columns.attempts[device] = Math.min(attempt + 1, 63);
    return enter(device, 'enrolmentFailed', now);
  }

  return { enter, run, isActive: (device) => lifeOf(columns, device) === 'active' };
}

/** How long a step takes, from a number in (0, 1); of some steps a small part takes much longer. */
function delayAfter(life: Life, u: number, arrival: Arrival): number {
  const r = rates.life;
  switch (life) {
    case 'imported':
      return u < r.acceptUsual
        ? between(r.acceptShortestMinutes, r.acceptUsualMinutes, u / r.acceptUsual) * MINUTE
        : between(r.acceptUsualMinutes, r.acceptLongestMinutes, (u - r.acceptUsual) / (1 - r.acceptUsual)) * MINUTE;
    case 'identity':
      return between(r.syncShortestMinutes, r.syncLongestMinutes, u) * MINUTE;
    case 'tagged':
      return u < r.tagUsual
        ? between(r.tagShortestMinutes, r.tagUsualMinutes, u / r.tagUsual) * MINUTE
        : between(r.tagUsualMinutes / 60, r.tagLongestHours, (u - r.tagUsual) / (1 - r.tagUsual)) * HOUR;
    case 'shipped':
      return arrival === 'present'
        ? between(r.shippingShortestDays, r.shippingLongestDays, u) * DAY
        : Math.min(r.firstSignInMedianDays * Math.log2(1 / (1 - u)), r.firstSignInLongestDays) * DAY;
    case 'enrolling':
      return between(r.enrolmentShortestMinutes, r.enrolmentLongestMinutes, u) * MINUTE;
    case 'enrolmentFailed':
      return between(r.secondTryShortestMinutes, r.secondTryLongestMinutes, u) * MINUTE;
    case 'resetting':
      return between(r.resetShortestMinutes, r.resetLongestMinutes, u) * MINUTE;
    case 'importFailed':
    case 'active':
    case 'retired':
    case 'deleted':
    case 'supplied':
      return Number.POSITIVE_INFINITY;
  }
}

const between = (least: number, most: number, u: number) => least + (most - least) * u;
