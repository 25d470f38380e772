import type { CheckIns } from './check-ins.ts';
import type { Columns } from './columns.ts';
import { lastOnline } from './online-time.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR } from './time.ts';
import { osVersion } from './windows.ts';

/** What Microsoft's services know of a device: the truth as old as its last contact. */
export interface Reported {
  lastSync(device: number, time: number): number;
  /** `10.0.26200.8655`: an update shows at the first check-in after its restart. */
  osVersion(device: number, time: number, lastSync?: number): string;
  /** When the Defender signatures of the device were published. */
  signaturesFrom(device: number, time: number): number;
  signaturesOverdue(device: number, time: number): boolean;
}

/** Holds the signatures of some devices where they are. */
export interface SignatureStop {
  readonly from: number;
  readonly until: number;
  hits(device: number): boolean;
}

export function createReported(
  columns: Columns,
  presence: Presence,
  checkIns: CheckIns,
  seed: number,
  stops: readonly SignatureStop[],
): Reported {
  function signaturesFrom(device: number, time: number): number {
    const stop = stops.find(({ from, until, hits }) => from <= time && time < until && hits(device));
    const online = lastOnline(presence, device, stop ? stop.from : time) ?? columns.enrolledAt[device] ?? 0;
    const lag = rnd(seed, device, stream.defender, Math.floor(online / DAY)) * rates.health.signatureLagHours;
    return online - lag * HOUR;
  }

  return {
    lastSync: checkIns.previous,
    osVersion(device, time, lastSync = checkIns.previous(device, time)) {
      const known = !(lastSync < (columns.restartedAt[device] ?? Number.NaN));
      return known
        ? osVersion(columns.build[device] ?? 0, columns.revision[device] ?? 0)
        : osVersion(columns.previousBuild[device] ?? 0, columns.previousRevision[device] ?? 0);
    },
    signaturesFrom,
    signaturesOverdue: (device, time) =>
      time - signaturesFrom(device, time) > rates.security.signatureOverdueDays * DAY,
  };
}
