import { HORIZON_DAYS, lastOnline, nextOnline } from './online-time.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';

/** When devices look for updates: computed when asked, never stored. */
export interface Scans {
  /** The first scan after `time`; Infinity when the device stays away. */
  next(device: number, time: number): number;
  /** The last scan at or before `time`; undefined when there was none for long. */
  previous(device: number, time: number): number | undefined;
}

/** A scan is due about each 22 hours; one that comes due while the device is off runs once it is on again. */
export function createScans(presence: Presence, seed: number): Scans {
  const interval = rates.updates.scanHours * HOUR;
  const phase = (device: number) => rnd(seed, device, stream.scanPhase) * interval;

  function due(device: number, n: number): number {
    const jitter = (2 * rnd(seed, device, stream.scan, n) - 1) * rates.updates.scanJitterHours * HOUR;
    return phase(device) + n * interval + jitter;
  }

  /** The number of the last scan that has come due at `time`. */
  function lastDue(device: number, time: number): number {
    const n = Math.floor((time - phase(device)) / interval) + 1;
    return [n, n - 1, n - 2].find((candidate) => due(device, candidate) <= time) ?? n - 2;
  }

  return {
    next(device, time) {
      const n = lastDue(device, time);
      const waiting = nextOnline(presence, device, due(device, n));
      return waiting > time ? waiting : nextOnline(presence, device, due(device, n + 1));
    },
    previous(device, time) {
      const online = lastOnline(presence, device, time);
      if (online === undefined) return undefined;
      for (let n = lastDue(device, online); due(device, n) > time - HORIZON_DAYS * DAY; n -= 1) {
        const scan = nextOnline(presence, device, due(device, n));
        if (scan <= time) return scan;
      }
      return undefined;
    },
  };
}
