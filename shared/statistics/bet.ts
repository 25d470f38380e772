/**
 * Bets against a fleet being healthy: the fair payoff of wagering that devices are hit 3, 10 or 40 times as often as
 * expected. Nobody can expect to win against a healthy fleet, so a win of a thousand times the stake is evidence of one
 * in a thousand, however often one looks (Ville's inequality; e-detectors, Shin, Ramdas and Rinaldo 2022).
 */
const FACTORS = [3, 10, 40] as const;

/** Keeps powers of large fleets within what a number holds. */
const LARGEST_EXPONENT = 700;

/** What one bet on so many distinct devices pays when `expected` were to be expected; 1 is neither won nor lost. */
export const bet = (devices: number, expected: number): number =>
  mean(FACTORS.map((factor) => payoff(factor, devices, expected)));

/** Bets that are placed anew every day and all go on, one sum for each factor (Shiryaev-Roberts). */
export type RunningBet = readonly number[];

export const NO_BETS: RunningBet = FACTORS.map(() => 0);

/** Larger sums say nothing more, and would not survive being stored. */
const LARGEST_SUM = 1e300;

/** The running bet after one more day. */
export const withDay = (running: RunningBet, devices: number, expected: number): RunningBet =>
  FACTORS.map((factor, at) => Math.min(LARGEST_SUM, (1 + (running[at] ?? 0)) * payoff(factor, devices, expected)));

/** With a true expectation it reaches x less than once in x days. */
export const winningsOf = (running: RunningBet): number => mean(running);

const payoff = (factor: number, devices: number, expected: number): number =>
  Math.exp(Math.min(LARGEST_EXPONENT, devices * Math.log(factor) - (factor - 1) * expected));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
