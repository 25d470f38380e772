import { deviceModels } from '../data/device-models.ts';
import type { Columns } from './columns.ts';
import { choose, logNormal, normal, poisson } from './distributions.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY } from './time.ts';

export type AppName = keyof typeof rates.health.apps;

/** What endpoint analytics measures: computed when asked, never stored. */
export interface Reliability {
  /** The apps that crashed on a local day of the device, one entry a crash. */
  appCrashes(device: number, day: number): readonly AppName[];
  /** Seconds of the core boot on a local day; undefined when the device was off. */
  coreBootSeconds(device: number, day: number): number | undefined;
  /** The part of its capacity that the battery still has; undefined for a device without one. */
  batteryCapacity(device: number, time: number): number | undefined;
}

export function createReliability(columns: Columns, presence: Presence, seed: number): Reliability {
  return {
    appCrashes(device, day) {
      if (!presence.session(device, day)) return [];
      const count = poisson(rates.health.appCrashesPerDay, rnd(seed, device, stream.appCrash, day * 16));
      const appOf = (n: number) =>
        apps[choose(shares, rnd(seed, device, stream.appCrash, day * 16 + n + 1))] ?? 'other';
      return Array.from({ length: count }, (_, n) => appOf(n));
    },
    coreBootSeconds(device, day) {
      if (!presence.session(device, day)) return undefined;
      const { bootMedianSeconds, bootSigma } = rates.health;
      const [u, v] = [rnd(seed, device, stream.boot, 2 * day), rnd(seed, device, stream.boot, 2 * day + 1)];
      return logNormal(bootMedianSeconds, bootSigma, u, v);
    },
    batteryCapacity(device, time) {
      if ((deviceModels[columns.model[device] ?? 0]?.batteryWh ?? 0) === 0) return undefined;
      const years = (time - (columns.enrolledAt[device] ?? time)) / (365 * DAY);
      const differs = normal(rnd(seed, device, stream.battery), rnd(seed, device, stream.battery, 1));
      const capacity = 1 - rates.health.batteryLossPerYear * years + rates.health.batterySpread * differs;
      return Math.min(Math.max(capacity, 0.2), 1);
    },
  };
}

const apps = Object.keys(rates.health.apps) as AppName[];
const shares = Object.values(rates.health.apps);
