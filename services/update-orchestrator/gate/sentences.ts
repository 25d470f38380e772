import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import type { RingProgress } from '../releases/release.ts';
import { type Opening, provenIn, RING_BEFORE, wanted } from './opening.ts';
import { blindFactor, type Cell, type Verdict } from './weighted-bets.ts';

/** What an admin reads: what happened, of how many, what was expected, what it means, and what happens next. */

const MEASURES: Readonly<Record<string, string>> = {
  'stop-errors': 'crashed',
  rollbacks: 'went back to the version before',
};

const number = (value: number): string =>
  value < 10 ? value.toFixed(value < 0.95 ? 2 : 1) : Math.round(value).toLocaleString('en');
const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const list = (rings: readonly string[]): string =>
  rings.length < 2 ? rings.join('') : `${rings.slice(0, -1).join(', ')} and ${rings.at(-1)}`;

/** Why a ring opens. */
export function openSentence(
  ring: Ring,
  because: 'calendar' | 'evidence' | 'time-limit',
  before: RingProgress | undefined,
  crashes: Cell | undefined,
): string {
  const from = ring === 'Test' ? undefined : RING_BEFORE[ring];
  const ran = before && from && `${before.updated} of ${many(before.reachable, `${from} device`)} run the update`;
  if (because === 'evidence') return `${ring} opens. ${ran}, ${before?.failed ?? 0} failed. ${seen(crashes)}`;
  if (because === 'time-limit') return `${ring} opens at its time limit. Only ${ran} (60 % wanted).`;
  if (!from || !before || before.reachable === 0) return `${ring} opens by calendar.`;
  return `${ring} opens by calendar. ${from} has ${many(before.reachable, 'device')}: ${before.updated} run the update. So few cannot show a rise in crashes.`;
}

function seen(crashes: Cell | undefined): string {
  if (!crashes) return 'Crashes are not known yet.';
  const { devices, expected, weight } = crashes;
  const found = `Crashes: ${many(devices, 'device')}, ${number(expected)} expected.`;
  if (expected < 0.01) return found;
  const factor = Math.round(blindFactor(expected, weight));
  return `${found} A fault that made crashes ${factor} times as frequent would very likely have shown.`;
}

/** Why a ring waits, and until when. */
export function waitSentence(
  ring: Ring,
  why: Extract<Opening, { kind: 'wait' }>['for'],
  before: RingProgress | undefined,
  day: number,
  latest: number,
): string {
  const from = ring === 'Test' ? 'Test' : RING_BEFORE[ring];
  switch (why) {
    case 'calendar':
      return `${ring} waits for day ${day} of the release.`;
    case 'gap':
      return `${ring} waits until ${from} has had the update for two days.`;
    case 'person':
      return `${ring} waits for a person: ${before?.failed ?? 0} of ${many(before?.reachable ?? 0, `${from} device`)} stand failed.`;
    case 'evidence':
      return `${ring} waits: ${before?.updated ?? 0} of ${many(before?.reachable ?? 0, `${from} device`)} run the update, ${before ? provenIn(ring, before) : 0} of them as far as proof goes; ${before ? wanted(before) : 0} wanted. Opens when they do, at the latest on day ${latest}.`;
  }
}

/** Why everything stops. `follower`: what already goes to the rings in its place. */
export function haltSentence(
  { top }: Verdict,
  updated: number,
  rings: readonly Ring[],
  othersToo: boolean,
  follower: string | null,
): string {
  const what = top ? (MEASURES[top.measure] ?? top.measure) : '';
  const whom = top && top.group !== 'all' ? `updated ${top.group} devices` : many(updated, 'updated device');
  const found = `Halted. ${top?.devices ?? 0} of the ${whom} ${what}; ${number(top?.expected ?? 0)} expected.`;
  const why = othersToo
    ? 'Devices without the update crash as well: it is probably not the update.'
    : 'Without a fault this happens in less than 1 of 1,000 months, all checks counted.';
  return `${found} ${why} ${whatNow(rings, othersToo, follower)}`;
}

function whatNow(rings: readonly Ring[], othersToo: boolean, follower: string | null): string {
  if (follower) return `${list(rings)} never get it: ${follower} goes there in its place.`;
  const shut = `${list(rings)} ${rings.length === 1 ? 'is' : 'are'} shut`;
  return othersToo ? `${shut} until a person decides.` : `${shut}; devices hear of it within 8 hours.`;
}

/** When nothing can be said. */
export function staleSentence(dataUntil: string | null): string {
  const data = dataUntil
    ? `crash data ends on ${dataUntil.slice(0, 16).replace('T', ' ')} UTC`
    : 'there is no crash data yet';
  return `No verdict: ${data}. Rings that are shut stay shut; none opens on stale data before its time limit.`;
}

/** What the gate saw while it went on. */
export function quietSentence(crashes: Cell | undefined, updated: number): string {
  if (!crashes || updated === 0) return 'No device runs the update yet.';
  return `${crashes.devices} of ${many(updated, 'updated device')} crashed, ${number(crashes.expected)} expected. Nothing speaks against going on.`;
}
