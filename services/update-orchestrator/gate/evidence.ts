import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { HOUR_MS, type Sighting } from '../inventory/sighting.ts';
import { isExactly, isFor, type Release, type RingProgress, runs } from '../releases/release.ts';
import { RING_DAYS } from '../rings/ring-table.ts';
import { bet, type Cell, rate } from './bet.ts';
import type { Crashes } from './crashes.ts';

/** A device as the gate looks at it. */
export interface GatedDevice {
  readonly deviceId: string;
  readonly ring: Ring | null;
  readonly model: string;
  readonly sighting: Sighting;
}

/** Numbers of the gate, with their source. */
export const GATE = {
  /** Stop errors of a device-day online before there is history. [fleet model, 4] */
  crashPrior: 0.0022,
  /** Crashes are more frequent for some days after any update. [gate statistics, 7] */
  bump: 1.6,
  bumpDays: 3,
  /** Share of updated devices that go back within a week. [gate statistics, 6] */
  rollbackShare: 0.0013,
  rollbackDays: 7,
  /** A measure's weight; half of it for all devices, half shared by the models. Fixed, also while fewer measures are known. */
  measureWeight: 1 / 5,
  /** Devices of a model that have the update; fewer cannot halt. */
  modelMin: 5,
  /** The bet on the devices without the update that makes a cause unclear. */
  causeCheck: 100,
  /** Days of the devices without the update that are looked at. */
  causeDays: 7,
  /** Share of days on which a device is on. */
  onlineShare: 0.75,
  /** Older crash data gives no verdict. Hours. */
  maxAgeHours: 60,
  reachableDays: 5,
} as const;

const DAY_MS = 86_400_000;

/** Everything that the bets need, cut at the time up to which crashes are known. */
export function cellsOf(release: Release, devices: readonly GatedDevice[], crashes: Crashes): Cell[] {
  const cut = Date.parse(crashes.dataUntil ?? '');
  const updated = devices.filter(({ sighting }) => isExactly(release, sighting.osVersion));
  const models = groups(updated).filter(([, own]) => own.length >= GATE.modelMin);
  return [
    ...(Number.isNaN(cut) ? [] : crashCells(release, devices, updated, models, crashes, cut)),
    ...rollbackCells(release, devices, updated, models),
  ];
}

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

function rollbackCells(
  release: Release,
  devices: readonly GatedDevice[],
  updated: readonly GatedDevice[],
  models: Models,
): Cell[] {
  const back = devices.filter(({ sighting }) => isExactly(release, sighting.back?.from ?? null));
  return cells('rollbacks', models, {
    all: { devices: back.length, expected: (updated.length + back.length) * GATE.rollbackShare },
    of: (model, own) => {
      const ownBack = back.filter((device) => device.model === model).length;
      return { devices: ownBack, expected: (own.length + ownBack) * GATE.rollbackShare };
    },
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
  return rate(events, exposure, GATE.crashPrior);
}

/** How much more often than others a model crashed before the release; leaning on one as on five events. */
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
    return (5 + events) / (5 + expected);
  };
}

/** Days that a device has run the release and was on, up to the cut; the first days count more. */
function onlineDays({ sighting }: GatedDevice, { releasedAt }: Release, cut: number): number {
  const from = sighting.since === null ? Date.parse(releasedAt) : sighting.since * HOUR_MS;
  const days = Math.max(0, (cut - from) / DAY_MS);
  return GATE.onlineShare * (days + (GATE.bump - 1) * Math.min(days, GATE.bumpDays));
}

/** Whether devices without the release crash as much: then it is probably not the update. */
export function othersCrashToo(release: Release, devices: readonly GatedDevice[], crashes: Crashes): boolean {
  const cut = Date.parse(crashes.dataUntil ?? '');
  if (Number.isNaN(cut)) return false;
  const perDay = crashRate(crashes, release);
  const others = devices.filter(({ sighting }) => !isExactly(release, sighting.osVersion)).length;
  const isOther = (osVersion: string) => !isExactly(release, osVersion);
  return Array.from({ length: GATE.causeDays }, (_, n) => n + 1).some((days) => {
    const from = new Date(cut - days * DAY_MS).toISOString().slice(0, 10);
    const hits = crashes.hits.filter(({ day, osVersion }) => day >= from && isOther(osVersion));
    return bet(count(hits), others * days * GATE.onlineShare * perDay) > GATE.causeCheck;
  });
}

/** How far the ring has come. */
export function progressOf(ring: Ring, release: Release, devices: readonly GatedDevice[], now: number): RingProgress {
  const own = devices.filter(
    (device) => device.ring === ring && isFor(release, device.sighting.osVersion) && isReachable(device, now),
  );
  const updated = own.filter(({ sighting }) => runs(release, sighting.osVersion)).length;
  const failed = own.filter((device) => hasFailed(ring, release, device, now)).length;
  return { reachable: own.length, updated, failed };
}

/** Checked in during the last five days. */
export function isReachable({ sighting }: Pick<GatedDevice, 'sighting'>, now: number): boolean {
  return sighting.seen * HOUR_MS >= now - GATE.reachableDays * DAY_MS;
}

/** Two days past the forced restart, checked in since, and still without it. */
export function hasFailed(ring: Ring, release: Release, { sighting }: GatedDevice, now: number): boolean {
  const stage = release.stages[ring];
  if (stage.kind !== 'open' || runs(release, sighting.osVersion)) return false;
  const { deadline, grace } = RING_DAYS[ring];
  const due = Date.parse(stage.at) + (deadline + grace + 2) * DAY_MS;
  return now > due && sighting.seen * HOUR_MS > due;
}

/** Devices that count for the goal: there is such an update for them, they are reachable, in a ring that is not Test, and have room for it. */
export function eligible(release: Release, devices: readonly GatedDevice[], now: number): GatedDevice[] {
  return devices.filter(
    (device) =>
      device.ring !== null &&
      device.ring !== 'Test' &&
      isFor(release, device.sighting.osVersion) &&
      device.sighting.freeGigabytes > 1 &&
      isReachable(device, now),
  );
}

/** Whether crash data is fresh enough for a verdict. */
export function isFresh({ dataUntil }: Crashes, now: number): boolean {
  return dataUntil !== null && now - Date.parse(dataUntil) <= GATE.maxAgeHours * HOUR_MS;
}

function count(hits: readonly { readonly deviceId: string }[]): number {
  return new Set(hits.map(({ deviceId }) => deviceId)).size;
}

function groups(devices: readonly GatedDevice[]): [string, GatedDevice[]][] {
  const byModel = new Map<string, GatedDevice[]>();
  for (const device of devices) {
    if (device.model === '') continue;
    byModel.set(device.model, [...(byModel.get(device.model) ?? []), device]);
  }
  return [...byModel].sort(([a], [b]) => (a < b ? -1 : 1));
}
