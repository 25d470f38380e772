import { deviceModels } from '../data/device-models.ts';
import { stopCodes } from '../data/stop-codes.ts';
import type { Columns } from './columns.ts';
import { choose, poisson } from './distributions.ts';
import { modulesOf } from './driver-modules.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY } from './time.ts';

/** A blue screen. */
export interface StopError {
  readonly device: number;
  readonly time: number;
  /** `0x` and 8 digits. */
  readonly code: string;
  readonly module: string;
  /** The Windows that crashed, such as `10.0.26200.8655`. */
  readonly osVersion: string;
  /** Truth, which no service of Microsoft tells. */
  readonly cause: string;
}

/** A stop error that is to happen; the Windows of its device is known once it does. */
export type Crash = Omit<StopError, 'osVersion'>;

/** Something that makes devices crash, on top of what they do anyway. */
export interface StopErrorSource {
  /** Tells the numbers of this source from those of others. */
  readonly id: number;
  readonly cause: string;
  /** The most stop errors it makes a device have in a day online. */
  mostPerDay(device: number): number;
  /** The part of `mostPerDay` that is due at a moment, which decides whether a drawn error happens. */
  share(device: number, time: number): number;
  readonly error?: { readonly code: string; readonly module: string };
}

/** A stop error that was drawn and happens if the share of its source at that moment allows. */
export interface StopErrorDraft {
  readonly device: number;
  readonly time: number;
  readonly n: number;
  readonly source: number;
}

export interface StopErrors {
  /** What a source may make happen on the devices' local day that `moment` falls on. */
  draw(source: StopErrorSource, moment: number): StopErrorDraft[];
  /** The stop error of a draft, or undefined when it does not happen. */
  happen(source: StopErrorSource, draft: StopErrorDraft): Crash | undefined;
}

/** The stop errors of healthy devices: few devices have most, some models have more, and updates add for some days. */
export function baseline(columns: Columns, perDay: (device: number) => number): StopErrorSource {
  const { afterUpdate, afterUpdateDays } = rates.health;
  return {
    id: 0,
    cause: 'baseline',
    mostPerDay: (device) => perDay(device) * (1 + afterUpdate),
    share(device, time) {
      const since = time - (columns.restartedAt[device] ?? Number.NaN);
      return since >= 0 && since < afterUpdateDays * DAY ? 1 : 1 / (1 + afterUpdate);
    },
  };
}

/** The mean of a device in a day online, without what an update adds. */
export function stopErrorsPerDay(columns: Columns, seed: number): (device: number) => number {
  const factors = modelFactors(seed);
  return (device) =>
    rates.health.stopErrorsPerDay * (columns.frailty[device] ?? 0) * (factors[columns.model[device] ?? 0] ?? 1);
}

export function createStopErrors(
  columns: Columns,
  presence: Presence,
  seed: number,
  devices: () => number,
): StopErrors {
  const isHardwareFault = (device: number) => rnd(seed, device, stream.stopCode, -1) < rates.health.hardwareFaults;

  function kindOf(device: number, n: number): { readonly code: string; readonly module: string } {
    const model = deviceModels[columns.model[device] ?? 0];
    if (isHardwareFault(device))
      return { code: '0x00000124', module: model?.cpu.startsWith('Ryzen') ? 'AuthenticAMD' : 'GenuineIntel' };
    const kinds = modulesOf(columns.model[device] ?? 0);
    const kind =
      kinds[
        choose(
          kinds.map(({ weight }) => weight),
          rnd(seed, device, stream.stopCode, n),
        )
      ];
    const module = kind?.modules[Math.floor(rnd(seed, device, stream.stopModule, n) * kind.modules.length)];
    return { code: kind?.code ?? stopCodes[0]?.code ?? '', module: module ?? 'ntoskrnl.exe' };
  }

  return {
    draw(source, moment) {
      const drafts: StopErrorDraft[] = [];
      for (let device = 0; device < devices(); device += 1) {
        const most = source.mostPerDay(device);
        const day = presence.dayOf(device, moment);
        const chance = rnd(seed, device, stream.stopCount, day * 64 + source.id);
        // No error at all is by far the likeliest, and needs no look at the device's day.
        if (chance < 1 - most) continue;
        const session = presence.session(device, day);
        if (!session) continue;
        for (let k = poisson(most, chance); k > 0; k -= 1) {
          const n = (day * 64 + source.id) * 32 + k;
          const time = session.from + (session.to - session.from) * rnd(seed, device, stream.stopTime, n);
          drafts.push({ device, time, n, source: source.id });
        }
      }
      return drafts;
    },
    happen(source, { device, time, n }) {
      if (rnd(seed, device, stream.stopAccepted, n) >= source.share(device, time)) return undefined;
      return { device, time, cause: source.cause, ...(source.error ?? kindOf(device, n)) };
    },
  };
}

/** Models differ by a factor that is even on a logarithmic scale; over the whole fleet the factors come to 1. */
function modelFactors(seed: number): readonly number[] {
  const { modelFactorLowest: lowest, modelFactorHighest: highest } = rates.health;
  const raw = deviceModels.map((_, model) => lowest * (highest / lowest) ** rnd(seed, model, stream.modelFactor));
  const weight = deviceModels.reduce((sum, model) => sum + model.weight, 0);
  const mean = deviceModels.reduce((sum, model, n) => sum + (model.weight * (raw[n] ?? 0)) / weight, 0);
  return raw.map((factor) => factor / mean);
}
