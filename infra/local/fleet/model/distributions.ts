/** What turns numbers in (0, 1) into times, counts and choices. */

/** A log-normal value with this median, from two uniform numbers (Box-Muller). */
export function logNormal(median: number, sigma: number, u: number, v: number): number {
  return median * Math.exp(sigma * normal(u, v));
}

/** A standard normal value from two uniform numbers. */
export function normal(u: number, v: number): number {
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** A Poisson count by inversion; `mean` is small here (events a day), so the loop is short. */
export function poisson(mean: number, u: number): number {
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  while (u > below && probability > 0) {
    count += 1;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

/**
 * A gamma value with mean 1 for a shape below 1 (Ahrens and Dieter 1974, GS), from as many uniform numbers as it needs.
 * A small shape gives few large values among many that are nearly zero.
 */
export function gammaMeanOne(shape: number, uniform: () => number): number {
  const bound = 1 + shape / Math.E;
  for (;;) {
    const p = bound * uniform();
    const value = p <= 1 ? p ** (1 / shape) : -Math.log((bound - p) / shape);
    const accepted = p <= 1 ? Math.exp(-value) : value ** (shape - 1);
    if (uniform() <= accepted) return value / shape;
  }
}

/** The index that a uniform number falls on when the weights lie side by side. */
export function choose(weights: readonly number[], u: number): number {
  let rest = u * sum(weights);
  for (let index = 0; index < weights.length; index += 1) {
    rest -= weights[index] ?? 0;
    if (rest < 0) return index;
  }
  return weights.length - 1;
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
