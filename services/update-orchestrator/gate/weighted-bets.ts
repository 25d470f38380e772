import { bet } from '../../../shared/statistics/bet.ts';

/** What halts a release. */
const LIMIT = 1_000;

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

/** Bets over several measures and models, averaged with weights that are fixed before: the average is again such a bet. */
export function verdict(cells: readonly Cell[]): Verdict {
  const bets = cells
    .filter(({ devices }) => devices >= FEWEST_DEVICES)
    .map((cell) => ({ ...cell, value: cell.weight * bet(cell.devices, cell.expected) }));
  const total = bets.reduce((sum, { value }) => sum + value, 0);
  const top = bets.toSorted((a, b) => b.value - a.value)[0];
  return { total, halt: total >= LIMIT, top };
}

/** The smallest fault that so much evidence would have shown in four of five cases, as a factor. */
export function blindFactor(expected: number, weight: number): number {
  let devices = FEWEST_DEVICES;
  while (weight * bet(devices, expected) < LIMIT) devices += 1;
  return (1.5 * (devices + 1.3)) / expected;
}
