import * as z from 'zod';
import type { CrashedDevice } from '../../../shared/contracts/events/health-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';

const day = z.iso.date();

export const crashesSchema = z.object({
  /** What happened up to then is known; later crashes are not. */
  dataUntil: z.iso.datetime().nullable(),
  /** How many devices were read, and how many of them had crashed, by day. */
  days: z.array(z.object({ day, reporting: z.int(), devices: z.int() })),
  /** Devices that have crashed, each once for each version of Windows, with their model. */
  hits: z.array(z.object({ deviceId: z.string(), osVersion: z.string(), model: z.string(), day })),
});

/** Stop errors of a tenant, as far as they are known. */
export type Crashes = z.infer<typeof crashesSchema>;

export const NO_CRASHES: Crashes = { dataUntil: null, days: [], hits: [] };

/** Two cycles of monthly updates. */
const HISTORY_DAYS = 56;
/** With so many, there is no doubt left. */
const MOST_HITS = 3_000;

export interface CrashReading {
  readonly dataUntil: string;
  readonly reporting: number;
  readonly devices: readonly CrashedDevice[];
}

/** The same with one more reading. A reading that comes in several events comes in under one day. */
export function withReading(crashes: Crashes, { dataUntil, reporting, devices }: CrashReading): Crashes {
  const today = dataUntil.slice(0, 10);
  const before = crashes.days.find(({ day: known }) => known === today);
  const oldest = new Date(Date.parse(dataUntil) - HISTORY_DAYS * DAY_MS).toISOString().slice(0, 10);
  const known = new Set(crashes.hits.map(({ deviceId, osVersion }) => `${deviceId} ${osVersion}`));
  const hits = devices
    .filter(({ deviceId, osVersion }) => !known.has(`${deviceId} ${osVersion ?? ''}`))
    .map(({ deviceId, osVersion, model, lastAt }) => ({
      deviceId,
      osVersion: osVersion ?? '',
      model: model ?? '',
      day: (lastAt ?? dataUntil).slice(0, 10),
    }));
  return {
    dataUntil: crashes.dataUntil && crashes.dataUntil > dataUntil ? crashes.dataUntil : dataUntil,
    days: [
      ...crashes.days.filter(({ day: each }) => each !== today && each >= oldest),
      {
        day: today,
        reporting: Math.max(reporting, before?.reporting ?? 0),
        devices: (before?.devices ?? 0) + devices.length,
      },
    ],
    hits: [...crashes.hits.filter((hit) => hit.day >= oldest), ...hits].slice(-MOST_HITS),
  };
}
