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
 * matter in which order they arrived. Each goes where the fleet lacks most devices; of rings that lack the same, where
 * their model lacks most. `managed` counts all managed devices, placed by whomever.
 */
export function placeDevices(
  waiting: readonly Waiting[],
  placed: readonly Placed[],
  managed: number,
): ReadonlyMap<string, AutomaticRing> {
  const shares = sharesOf(managed);
  const fleet = counterOf(placed);
  const models = new Map<string, Counter>();
  for (const { model, ring } of placed) count(ofModel(models, model), ring);
  const rings = new Map<string, AutomaticRing>();
  for (const { deviceId, model } of waiting.toSorted(byId)) {
    const own = ofModel(models, model);
    const ring = mostLacking(shares, fleet, own);
    rings.set(deviceId, ring);
    count(fleet, ring);
    count(own, ring);
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

const emptyCounter = (): Counter => ({ First: 0, Fast: 0, Broad: 0 });

function counterOf(placed: readonly Placed[]): Counter {
  const counter = emptyCounter();
  for (const { ring } of placed) count(counter, ring);
  return counter;
}

function count(counter: Counter, ring: AutomaticRing): void {
  counter[ring] += 1;
}

function ofModel(models: Map<string, Counter>, model: string | null): Counter {
  const key = model ?? '';
  const known = models.get(key) ?? emptyCounter();
  models.set(key, known);
  return known;
}

/** What the ring lacks once one more device is there; at least a whole device lacks before a smaller ring is filled. */
function mostLacking(shares: Readonly<Record<AutomaticRing, number>>, fleet: Counter, model: Counter): AutomaticRing {
  const lacks = (counter: Counter, ring: AutomaticRing) =>
    shares[ring] * (counter.First + counter.Fast + counter.Broad + 1) - counter[ring];
  const [ring] = AUTOMATIC_RINGS.toSorted(
    (a, b) =>
      Math.round(1e9 * (lacks(fleet, b) - lacks(fleet, a))) ||
      Math.round(1e9 * (lacks(model, b) - lacks(model, a))) ||
      AUTOMATIC_RINGS.indexOf(b) - AUTOMATIC_RINGS.indexOf(a),
  );
  if (!ring) throw new TypeError('There is no ring.');
  return ring;
}

const byId = (a: Waiting, b: Waiting): number => (a.deviceId < b.deviceId ? -1 : Number(a.deviceId > b.deviceId));
