import { AUTOMATIC_RINGS, type AutomaticRing, SHARES } from './ring-table.ts';

/** A device that waits for a ring. */
export interface Waiting {
  readonly deviceId: string;
  /** Devices of one model are spread over the rings, so that each ring mirrors the fleet. */
  readonly model: string | null;
}

/** A device that the service has placed. */
export interface Placed extends Waiting {
  readonly ring: AutomaticRing;
}

/**
 * A ring for every device that waits, decided over all of them at once and in the order of their ids, so that it does not
 * matter in which order they arrived. How many go to each ring is a matter of the whole fleet, which of them is one of their
 * models: a place goes to the model that lacks most there, so that common models are met in every ring. `managed` counts
 * all managed devices, placed by whomever.
 */
export function placeDevices(
  waiting: readonly Waiting[],
  placed: readonly Placed[],
  managed: number,
): ReadonlyMap<string, AutomaticRing> {
  const shares = sharesOf(managed);
  const places = placesOf(waiting.length, placed, shares);
  const models = modelsOf(waiting, placed);
  const rings = new Map<string, AutomaticRing>();
  for (const ring of AUTOMATIC_RINGS)
    for (let place = 0; place < places[ring]; place += 1) {
      const model = mostLacking(models, ring, shares[ring]);
      const device = model.waiting.shift();
      if (!device) throw new RangeError('There are no more places than devices.');
      model.placed[ring] += 1;
      rings.set(device, ring);
    }
  return rings;
}

/** The shares that a fleet of this size has. */
export function sharesOf(managed: number): Readonly<Record<AutomaticRing, number>> {
  const found = SHARES.find(({ upTo }) => managed <= upTo);
  if (!found) throw new RangeError(`${managed} is no number of devices.`);
  return found.shares;
}

type Counter = Record<AutomaticRing, number>;

/** How many more devices each ring gets: one after the other goes where most is lacking. */
function placesOf(more: number, placed: readonly Placed[], shares: Readonly<Counter>): Counter {
  const before = counterOf(placed);
  const counter = { ...before };
  for (let total = placed.length + 1; total <= placed.length + more; total += 1) {
    const lacks = (ring: AutomaticRing) => shares[ring] * total - counter[ring];
    counter[largest(AUTOMATIC_RINGS.toReversed(), lacks)] += 1;
  }
  return {
    First: counter.First - before.First,
    Fast: counter.Fast - before.Fast,
    Broad: counter.Broad - before.Broad,
  };
}

interface Model {
  /** Ids of devices without a ring, in their order. */
  readonly waiting: string[];
  readonly placed: Counter;
  readonly total: number;
}

function modelsOf(waiting: readonly Waiting[], placed: readonly Placed[]): readonly Model[] {
  const names = [...new Set([...waiting, ...placed].map(nameOf))].sort();
  const models = new Map(names.map((name) => [name, { ids: [] as string[], placed: [] as Placed[] }]));
  for (const device of waiting.toSorted(byId)) models.get(nameOf(device))?.ids.push(device.deviceId);
  for (const device of placed) models.get(nameOf(device))?.placed.push(device);
  return [...models.values()].map(({ ids, placed: own }) => ({
    waiting: ids,
    placed: counterOf(own),
    total: ids.length + own.length,
  }));
}

const nameOf = ({ model }: Waiting): string => model ?? '';

/** Of the models that have devices left. */
function mostLacking(models: readonly Model[], ring: AutomaticRing, share: number): Model {
  return largest(
    models.filter(({ waiting }) => waiting.length > 0),
    ({ placed, total }) => share * total - placed[ring],
  );
}

function counterOf(placed: readonly Placed[]): Counter {
  const counter = { First: 0, Fast: 0, Broad: 0 };
  for (const { ring } of placed) counter[ring] += 1;
  return counter;
}

/** The first of those that are largest; what differs by less than a billionth is the same. */
function largest<T>(items: readonly T[], sizeOf: (item: T) => number): T {
  const [first, ...others] = items;
  if (first === undefined) throw new RangeError('There are no more places than devices.');
  return others.reduce((best, item) => (sizeOf(item) > sizeOf(best) + 1e-9 ? item : best), first);
}

const byId = (a: Waiting, b: Waiting): number => (a.deviceId < b.deviceId ? -1 : Number(a.deviceId > b.deviceId));
