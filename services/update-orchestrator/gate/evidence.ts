import { bet } from '../../../shared/statistics/bet.ts';
import { shrunkRate } from '../../../shared/statistics/rate.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import type { Sighting } from '../inventory/sighting.ts';
import { isExactly, type Release } from '../releases/release.ts';
import type { Crashes } from './crashes.ts';
import { daysWithout, exposureTo, onlineDaysOf } from './exposure.ts';
import { GATE } from './gate-numbers.ts';
import { type GatedDevice, hasRun } from './gated-device.ts';
import type { Cell } from './weighted-bets.ts';

/**
 * Everything that the bets need. Crashes and the time in which they could have happened are both cut where the crash data
 * ends; devices that have left the release count for as long as they ran it.
 */
export function cellsOf(release: Release, devices: readonly GatedDevice[], crashes: Crashes): Cell[] {
  const cut = dataEnd(crashes);
  const hits = new Set(crashes.hits.flatMap((hit) => (isExactly(release, hit.osVersion) ? hit.deviceId : [])));
  // What has crashed with it has run it, also where Intune has not shown so.
  const updated = devices.filter((device) => hits.has(device.deviceId) || hasRun(release, device));
  const ways = [grouped(updated, makerOf), grouped(updated, modelOf)];
  return [
    ...(cut === undefined
      ? []
      : cells('stop-errors', updated, ways, crashed(release, devices, { crashes, hits, cut }))),
    ...cells('rollbacks', updated, ways, (own) => ({
      devices: own.filter(({ sighting }) => wentBack(release, sighting)).length,
      expected: own.length * GATE.rollbackShare,
    })),
  ];
}

/** Until when crashes are known, in milliseconds since 1970. */
export const dataEnd = ({ dataUntil }: Crashes): number | undefined =>
  dataUntil === null ? undefined : Date.parse(dataUntil);

interface Known {
  readonly crashes: Crashes;
  /** Ids of the devices that have crashed with the release. */
  readonly hits: ReadonlySet<string>;
  readonly cut: number;
}

function crashed(release: Release, devices: readonly GatedDevice[], { crashes, hits, cut }: Known): Count {
  const perDay = crashRate(crashes, release);
  const online = onlineDaysOf(crashes);
  const factorOf = modelFactors(devices, crashes, release, perDay);
  const expected = memoised(
    (device: GatedDevice) => perDay * factorOf(device.model) * exposureTo(release, device, cut, online),
  );
  return (own) => ({
    devices: own.filter(({ deviceId }) => hits.has(deviceId)).length,
    expected: own.reduce((sum, device) => sum + expected(device), 0),
  });
}

/** Left the release for an older version within a week. */
function wentBack(release: Release, { before }: Sighting): boolean {
  return before.some(({ osVersion, since, until, left }) => {
    if (left !== 'back' || !isExactly(release, osVersion)) return false;
    return since === null || until - since <= GATE.rollbackDays * 24;
  });
}

/** How many of these devices something has happened to, and to how many it was to be expected to happen. */
type Count = (own: readonly GatedDevice[]) => Pick<Cell, 'devices' | 'expected'>;

/** All devices are one group; each way to divide them makes more, of which those count that are large enough. */
function cells(measure: string, all: readonly GatedDevice[], ways: readonly Group[][], count: Count): Cell[] {
  const weight = GATE.measureWeight * GATE.partWeight;
  return [
    { measure, group: 'all', weight, ...count(all) },
    ...ways.flatMap((groups) => {
      const large = groups.filter(([, own]) => own.length >= GATE.groupMin);
      return large.map(([group, own]) => ({ measure, group, weight: weight / large.length, ...count(own) }));
    }),
  ];
}

/** Crashes of a device-day online before the release, leaning on the prior. */
function crashRate({ days }: Crashes, { releasedOn }: Release): number {
  const before = days.filter(({ day }) => day < releasedOn);
  const events = before.reduce((sum, { devices }) => sum + devices, 0);
  const exposure = before.reduce((sum, { reporting }) => sum + reporting, 0);
  return shrunkRate(events, exposure, GATE.crashPrior);
}

/** How much more often than others a model crashed before the release, leaning on once as often. */
function modelFactors(
  devices: readonly GatedDevice[],
  { days, hits }: Crashes,
  { releasedOn }: Release,
  perDay: number,
): (model: string) => number {
  const deviceDays = days.reduce((sum, { day, reporting }) => (day < releasedOn ? sum + reporting : sum), 0);
  const expected = new Map(
    grouped(devices, modelOf).map(([model, own]) => [model, (perDay * deviceDays * own.length) / devices.length]),
  );
  return memoised((model: string) => {
    const usual = expected.get(model);
    // Of what is not known, nothing is known to crash more often.
    if (usual === undefined) return 1;
    const events = count(hits.filter((hit) => hit.model === model && hit.day < releasedOn));
    return shrunkRate(events, usual, 1);
  });
}

/** Whether devices crash as much while they do not run the release: then it is probably not the update. */
export function othersCrashToo(release: Release, devices: readonly GatedDevice[], crashes: Crashes): boolean {
  const cut = dataEnd(crashes);
  if (cut === undefined) return false;
  const perDay = crashRate(crashes, release);
  const elsewhere = crashes.hits.filter(({ osVersion }) => !isExactly(release, osVersion));
  const online = onlineDaysOf(crashes);
  return Array.from({ length: GATE.causeDays }, (_, n) => n + 1).some((days) => {
    const from = cut - days * DAY_MS;
    const hits = elsewhere.filter(({ day }) => day >= new Date(from).toISOString().slice(0, 10));
    const exposure = devices.reduce((sum, device) => sum + daysWithout(release, device, { from, to: cut }, online), 0);
    return bet(count(hits), exposure * perDay) > GATE.causeCheck;
  });
}

/** Whether crash data is fresh enough for a verdict. */
export function isFresh(crashes: Crashes, now: number): boolean {
  const end = dataEnd(crashes);
  return end !== undefined && now - end <= GATE.maxAgeHours * HOUR_MS;
}

function count(hits: readonly { readonly deviceId: string }[]): number {
  return new Set(hits.map(({ deviceId }) => deviceId)).size;
}

/** Devices that have something in common, under its name. */
type Group = readonly [name: string, devices: readonly GatedDevice[]];

const makerOf = ({ manufacturer }: GatedDevice) => manufacturer;
const modelOf = ({ model }: GatedDevice) => model;

/** In the order of the names; devices of which it is not known are in none. */
function grouped(devices: readonly GatedDevice[], nameOf: (device: GatedDevice) => string): Group[] {
  const byName = new Map<string, GatedDevice[]>();
  for (const device of devices) {
    const name = nameOf(device);
    if (name === '') continue;
    const own = byName.get(name);
    if (own) own.push(device);
    else byName.set(name, [device]);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
}

function memoised<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
