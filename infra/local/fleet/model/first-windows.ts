import { deviceModels } from '../data/device-models.ts';
import type { Columns } from './columns.ts';
import { choose } from './distributions.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import type { ReleaseTable } from './releases.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';
import { builds } from './windows.ts';

/** The Windows that devices have before the first update. */
export interface FirstWindows {
  /** On a device that has been in use for a while when the simulation starts. */
  settle(device: number, start: number): void;
  /** On a device that has just enrolled: what its maker put on a new one, what was there on one that was reset. */
  enrol(device: number, now: number): void;
}

export function createFirstWindows(columns: Columns, releases: ReleaseTable, seed: number): FirstWindows {
  const draw = (device: number, of: number, n = 0) => rnd(seed, device, of, n);

  function put(device: number, build: number, revision: number, since: number): void {
    columns.build[device] = build;
    columns.revision[device] = revision;
    columns.previousBuild[device] = build;
    columns.previousRevision[device] = revision;
    columns.restartedAt[device] = since;
  }

  function buildOf(device: number, start: number): number {
    const { windows11_26H1, ...others } = rates.mix.versions;
    const isArm = deviceModels[columns.model[device] ?? 0]?.arch === 'arm64';
    const isNew = draw(device, stream.version, 1) < windows11_26H1 / ARM_SHARE;
    if (isArm && isNew && releases.latestSecurity(builds.windows11_26H1, start)) return builds.windows11_26H1;
    return buildsAtStart[choose(Object.values(others), draw(device, stream.version))] ?? builds.windows11_25H2;
  }

  function monthsBehind(device: number): number {
    const { lastMonth, monthBefore } = rates.mix.patchLevel;
    const level = draw(device, stream.patchLevel);
    if (level < lastMonth) return 0;
    return level < lastMonth + monthBefore ? 1 : 2 + Math.floor(5 * draw(device, stream.patchLevel, 1));
  }

  return {
    settle(device, start) {
      const build = buildOf(device, start);
      const months = monthsBehind(device);
      const release = releases.latestSecurity(build, start, months) ?? releases.latestSecurity(build, start);
      const since = Math.min((release?.at ?? start - 60 * DAY) + 10 * DAY, start - HOUR);
      put(device, build, release?.revision ?? UNSUPPORTED_REVISION, since);
    },
    enrol(device, now) {
      columns.step[device] = 0;
      columns.target[device] = -1;
      const build = builds.windows11_25H2;
      if (columns.build[device] === 0) put(device, build, releases.latestSecurity(build, now)?.revision ?? 0, now);
    },
  };
}

/** In the order of the shares. */
const buildsAtStart = [
  builds.windows11_25H2,
  builds.windows11_24H2,
  builds.windows11_23H2,
  builds.windows10_22H2,
  builds.insider,
  builds.unsupported,
];

/** Windows 11 22H2 ended with this one. */
const UNSUPPORTED_REVISION = 6060;

const weightOf = (models: typeof deviceModels) => models.reduce((sum, { weight }) => sum + weight, 0);

const ARM_SHARE = weightOf(deviceModels.filter(({ arch }) => arch === 'arm64')) / weightOf(deviceModels);
