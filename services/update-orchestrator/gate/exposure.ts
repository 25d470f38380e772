import { DAY_MS } from '../../../shared/time/durations.ts';
import type { Release } from '../releases/release.ts';
import type { Crashes } from './crashes.ts';
import { GATE } from './gate-numbers.ts';
import { type GatedDevice, type Span, spansOf } from './gated-device.ts';

/** In how much of a stretch of time a device was on, in days: only then could it crash. */
export type OnlineDays = (span: Span) => number;

/**
 * Reads off the readings how many devices were on: a weekend in an office proves nothing. The busiest day around stands for
 * the fleet, which may have grown. Of the time before the first reading no crash is known; later, a day without one is like
 * any other.
 */
export function onlineDaysOf({ days }: Pick<Crashes, 'days'>): OnlineDays {
  const shares = new Map(
    days.map(({ day, reporting }, at) => {
      const around = days.slice(Math.max(0, at - GATE.aroundDays), at + GATE.aroundDays + 1);
      const busiest = Math.max(1, ...around.map((each) => each.reporting));
      return [day, (GATE.onlineShareAtMost * reporting) / busiest];
    }),
  );
  const first = days[0]?.day ?? '';
  const shareOf = (time: number) => {
    const day = new Date(time).toISOString().slice(0, 10);
    return shares.get(day) ?? (day < first ? 0 : GATE.onlineShare);
  };
  return ({ from, to }) => {
    let sum = 0;
    for (let start = Math.floor(from / DAY_MS) * DAY_MS; start < to; start += DAY_MS)
      sum += (overlap({ from, to }, { from: start, to: start + DAY_MS }) / DAY_MS) * shareOf(start);
    return sum;
  };
}

/** Days that a device ran the release and was on, up to the cut; the first ones after an update count more. */
export function exposureTo(release: Release, device: GatedDevice, cut: number, online: OnlineDays): number {
  return spansOf(release, device, cut).reduce((sum, { from, to }) => {
    const first = { from, to: Math.min(to, from + GATE.bumpDays * DAY_MS) };
    return sum + online({ from, to }) + (GATE.bump - 1) * online(first);
  }, 0);
}

/** Days of a stretch in which a device was on without running the release. */
export function daysWithout(release: Release, device: GatedDevice, span: Span, online: OnlineDays): number {
  return spansOf(release, device, span.to).reduce(
    (sum, own) => sum - online({ from: Math.max(own.from, span.from), to: Math.min(own.to, span.to) }),
    online(span),
  );
}

const overlap = (a: Span, b: Span): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
