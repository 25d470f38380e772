import { describe, expect, it } from 'vitest';
import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/time/durations.ts';
import type { Crashes } from './crashes.ts';
import { cellsOf } from './evidence.ts';
import type { GatedDevice } from './gated-device.ts';
import { adopted, JULY, JULY_BUILD, JUNE_BUILD, PATCH_TUESDAY } from './test-release.ts';
import { verdict } from './weighted-bets.ts';

/**
 * Months of simulated tenants, after the model of the gate statistics (9): devices, models and tenants crash at very
 * different rates, of which the gate knows nothing but what it has seen.
 */
interface World {
  readonly devices: number;
  readonly seed: number;
  /** How many times more often updated devices of the first maker crash. */
  readonly fault: number;
}

const MAKERS = ['Dell Inc.', 'HP', 'LENOVO'];
const MODELS = 28;
const HISTORY = 40;
const RING_DAYS: Readonly<Record<Ring, number>> = { Test: 0, First: 1, Fast: 6, Broad: 9 };
const START = Math.floor(PATCH_TUESDAY / DAY_MS) * DAY_MS;
const release = adopted(JULY);

/** The day after Patch Tuesday on which the gate halts; undefined: never within four weeks. */
function haltIn({ devices: size, seed, fault }: World): number | undefined {
  const random = mulberry(seed);
  const tenant = Math.exp(0.3 * normal(random));
  const factors = Array.from({ length: MODELS }, () => Math.min(3, Math.max(0.4, Math.exp(0.5 * normal(random)))));
  const devices = Array.from({ length: size }, (_, n) => {
    const model = Math.floor(random() ** 1.5 * MODELS);
    const ring: Ring = n < size * 0.05 ? 'Test' : n < size * 0.06 ? 'First' : n < size * 0.15 ? 'Fast' : 'Broad';
    const updated = RING_DAYS[ring] + 0.6 + 4 * random() ** 2;
    const perDay = 0.0022 * tenant * (factors[model] ?? 1) * gamma(random);
    return { id: `d${n}`, model, ring, updated, perDay, maker: MAKERS[model % MAKERS.length] ?? '' };
  });
  const days: { day: string; reporting: number; devices: number }[] = [];
  const hits = new Map<string, Crashes['hits'][number]>();
  for (let day = -HISTORY; day < 28; day += 1) {
    const weekday = (((day + 2) % 7) + 7) % 7;
    const online = weekday >= 5 ? 0.2 : 0.9;
    let crashed = 0;
    let reporting = 0;
    for (const { id, model, updated, perDay, maker } of devices) {
      if (random() > online) continue;
      reporting += 1;
      const has = day >= updated;
      const factor = has ? (day < updated + 3 ? 1.6 : 1) * (maker === MAKERS[0] ? fault : 1) : 1;
      if (random() > 1 - Math.exp(-perDay * factor)) continue;
      crashed += 1;
      const osVersion = has ? JULY_BUILD : JUNE_BUILD;
      const key = `${id} ${osVersion}`;
      if (!hits.has(key)) hits.set(key, { deviceId: id, osVersion, model: `model ${model}`, day: dayText(day) });
    }
    days.push({ day: dayText(day), reporting, devices: crashed });
    if (day < 1) continue;
    const now = START + (day + 2) * DAY_MS;
    const crashes = {
      dataUntil: new Date(START + (day + 1) * DAY_MS).toISOString(),
      days: [...days],
      hits: [...hits.values()],
    };
    const seen = devices.map(({ id, ring, model, maker, updated }) =>
      gated(id, ring, `model ${model}`, maker, updated, now),
    );
    if (verdict(cellsOf(release, seen, crashes)).halt) return day;
  }
  return undefined;
}

function gated(
  deviceId: string,
  ring: Ring,
  model: string,
  manufacturer: string,
  updated: number,
  now: number,
): GatedDevice {
  const since = Math.floor((START + updated * DAY_MS) / HOUR_MS);
  const has = since * HOUR_MS <= now;
  const before = has ? [{ osVersion: JUNE_BUILD, since: null, until: since, left: 'forward' as const }] : [];
  const sighting = {
    deviceId,
    osVersion: has ? JULY_BUILD : JUNE_BUILD,
    seen: since,
    since: has ? since : null,
    before,
  };
  return { deviceId, ring, model, manufacturer, sighting: { ...sighting, freeGigabytes: 10 } };
}

const dayText = (day: number) => new Date(START + day * DAY_MS).toISOString().slice(0, 10);

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Of shape 0.35 and mean 1: most devices hardly ever crash. */
function gamma(random: () => number): number {
  const shape = 0.35;
  for (;;) {
    const u = random();
    const v = -Math.log(1 - random());
    const limit = Math.E / (Math.E + shape);
    const x = u <= limit ? (u / limit) ** (1 / shape) : 1 - Math.log((1 - u) / (1 - limit));
    if (u <= limit ? v >= x : x ** (shape - 1) >= Math.exp(-v)) return x / shape;
  }
}

const months = (count: number, world: Omit<World, 'seed'>) =>
  Array.from({ length: count }, (_, n) => haltIn({ ...world, seed: n + 1 })).filter((day) => day !== undefined);

describe('over simulated months', () => {
  it('a healthy update is not held', () => {
    expect(months(40, { devices: 200, fault: 1 })).toEqual([]);
  });

  it('one that breaks the devices of a maker is, mostly before Broad has it', () => {
    const days = months(10, { devices: 500, fault: 100 });
    expect(days).toHaveLength(10);
    expect(days.filter((day) => day < RING_DAYS.Broad).length).toBeGreaterThanOrEqual(8);
  });
});
