import { bet } from '../../../shared/statistics/bet.ts';
import { shrunkRate } from '../../../shared/statistics/rate.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import type { Sighting } from '../inventory/sighting.ts';
import { isExactly, type Release } from '../releases/release.ts';
import type { Crashes } from './crashes.ts';
import { GATE } from './gate-numbers.ts';
import { daysOn, firstDaysOn, type GatedDevice, hasRun } from './gated-device.ts';
import type { Cell } from './weighted-bets.ts';

/**
 * Everything that the bets need. Crashes and the time in which they could have happened are both cut where the crash data
 * ends; devices that have left the release count for as long as they ran it.
 */
export function cellsOf(release: Release, devices: readonly GatedDevice[], crashes: Crashes): Cell[] {
  const updated = devices.filter((device) => hasRun(release, device));
  const models = groups(updated).filter(([, own]) => own.length >= GATE.modelMin);
  const cut = dataEnd(crashes);
  return [
    ...(cut === undefined ? [] : crashCells(release, devices, updated, models, crashes, cut)),
    ...rollbackCells(release, updated, models),
  ];
}

/** Until when crashes are known, in milliseconds since 1970. */
export const dataEnd = ({ dataUntil }: Crashes): number | undefined =>
  dataUntil === null ? undefined : Date.parse(dataUntil);

type Models = readonly (readonly [model: string, devices: readonly GatedDevice[]])[];

function crashCells(
  release: Release,
  devices: readonly GatedDevice[],
  updated: readonly GatedDevice[],
  models: Models,
  crashes: Crashes,
  cut: number,
): Cell[] {
  const perDay = crashRate(crashes, release);
  const hits = crashes.hits.filter(({ osVersion }) => isExactly(release, osVersion));
  const exposure = (own: readonly GatedDevice[]) =>
    own.reduce((sum, device) => sum + onlineDays(device, release, cut), 0);
  const factorOf = modelFactors(devices, crashes, release, perDay);
  return cells('stop-errors', models, {
    all: { devices: count(hits), expected: perDay * exposure(updated) },
    of: (model, own) => ({
      devices: count(hits.filter((hit) => hit.model === model)),
      expected: perDay * factorOf(model) * exposure(own),
    }),
  });
}

function rollbackCells(release: Release, updated: readonly GatedDevice[], models: Models): Cell[] {
  const counted = (own: readonly GatedDevice[]): Counted => ({
    devices: own.filter(({ sighting }) => wentBack(release, sighting)).length,
    expected: own.length * GATE.rollbackShare,
  });
  return cells('rollbacks', models, { all: counted(updated), of: (_, own) => counted(own) });
}

/** Left the release for an older version within a week. */
function wentBack(release: Release, { before }: Sighting): boolean {
  return before.some(({ osVersion, since, until, left }) => {
    if (left !== 'back' || !isExactly(release, osVersion)) return false;
    return since === null || until - since <= GATE.rollbackDays * 24;
  });
}

interface Counted {
  readonly devices: number;
  readonly expected: number;
}

function cells(
  measure: string,
  models: Models,
  counted: { readonly all: Counted; of(model: string, own: readonly GatedDevice[]): Counted },
): Cell[] {
  const half = GATE.measureWeight / 2;
  return [
    { measure, group: 'all', weight: half, ...counted.all },
    ...models.map(([model, own]) => ({
      measure,
      group: model,
      weight: half / models.length,
      ...counted.of(model, own),
    })),
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
  const daysBefore = days.filter(({ day }) => day < releasedOn).length;
  const fleet = new Map(groups(devices).map(([model, own]) => [model, own.length]));
  return (model) => {
    const events = count(hits.filter((hit) => hit.model === model && hit.day < releasedOn));
    const expected = perDay * (fleet.get(model) ?? 0) * daysBefore * GATE.onlineShare;
    return shrunkRate(events, expected, 1);
  };
}

/** Days that a device has run the release and was on, up to the cut; the first days count more. */
function onlineDays(device: GatedDevice, release: Release, cut: number): number {
  const days = daysOn(release, device, 0, cut);
  return GATE.onlineShare * (days + (GATE.bump - 1) * firstDaysOn(release, device, GATE.bumpDays, cut));
}

/** Whether devices crash as much while they do not run the release: then it is probably not the update. */
export function othersCrashToo(release: Release, devices: readonly GatedDevice[], crashes: Crashes): boolean {
  const cut = dataEnd(crashes);
  if (cut === undefined) return false;
  const perDay = crashRate(crashes, release);
  const elsewhere = crashes.hits.filter(({ osVersion }) => !isExactly(release, osVersion));
  return Array.from({ length: GATE.causeDays }, (_, n) => n + 1).some((days) => {
    const from = cut - days * DAY_MS;
    const hits = elsewhere.filter(({ day }) => day >= new Date(from).toISOString().slice(0, 10));
    const exposure = devices.reduce((sum, device) => sum + days - daysOn(release, device, from, cut), 0);
    return bet(count(hits), exposure * GATE.onlineShare * perDay) > GATE.causeCheck;
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

function groups(devices: readonly GatedDevice[]): [string, GatedDevice[]][] {
  const byModel = new Map<string, GatedDevice[]>();
  for (const device of devices) {
    if (device.model === '') continue;
    const own = byModel.get(device.model);
    if (own) own.push(device);
    else byModel.set(device.model, [device]);
  }
  return [...byModel].sort(([a], [b]) => (a < b ? -1 : 1));
}
