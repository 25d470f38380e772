/**
 * What one would have won by wagering that faults come 3, 10 or 40 times as often as expected. Nobody can expect to win
 * against a healthy update, so a thousandfold win is evidence at one in a thousand, however often anybody looks. Wins over
 * several measures, models and tenants are averaged with weights that are fixed before, and the average is again such a win.
 */
const FACTORS = [3, 10, 40] as const;

/** What halts a release. */
export const LIMIT = 1_000;

/** `devices`: distinct devices with a fault; `expected`: how many were to be expected. */
export function bet(devices: number, expected: number): number {
  const wins = FACTORS.map((factor) => Math.exp(Math.min(700, devices * Math.log(factor) - (factor - 1) * expected)));
  return wins.reduce((sum, win) => sum + win, 0) / FACTORS.length;
}

/** Events for a unit of exposure; the prior counts for `worth` events. */
export function rate(events: number, exposure: number, prior: number, worth = 5): number {
  return (worth + events) / (worth / prior + exposure);
}

/** One measure of one group of devices. */
export interface Cell {
  /** Such as `stop-errors`. */
  readonly measure: string;
  /** `all`, or a model. */
  readonly group: string;
  readonly weight: number;
  /** Distinct devices with at least one such event since they got the release. */
  readonly devices: number;
  readonly expected: number;
}

export interface Verdict {
  readonly total: number;
  readonly halt: boolean;
  /** The cell that weighs most, if any has two devices. */
  readonly top: (Cell & { readonly value: number }) | undefined;
}

/** A single device proves nothing; to leave a term out can only lower the total. */
const FEWEST_DEVICES = 2;

export function verdict(cells: readonly Cell[], limit = LIMIT): Verdict {
  const bets = cells
    .filter(({ devices }) => devices >= FEWEST_DEVICES)
    .map((cell) => ({ ...cell, value: cell.weight * bet(cell.devices, cell.expected) }));
  const total = bets.reduce((sum, { value }) => sum + value, 0);
  const top = bets.toSorted((a, b) => b.value - a.value)[0];
  return { total, halt: total >= limit, top };
}

/** The smallest fault that so much evidence would have shown in four of five cases, as a factor. */
export function blindFactor(expected: number, weight: number, limit = LIMIT): number {
  let devices = FEWEST_DEVICES;
  while (weight * bet(devices, expected) < limit) devices += 1;
  return (1.5 * (devices + 1.3)) / expected;
}
