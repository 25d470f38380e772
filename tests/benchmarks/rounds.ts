/** Rounds that count; one before them warms up. */
const ROUNDS = 11;

/** How often `interleaved` measures each subject. */
export const ALL_ROUNDS = ROUNDS + 1;

/**
 * Measures each subject in turn, round after round, so that whatever else the machine does meets all of them alike.
 * Returns the median of each.
 */
export async function interleaved<S>(
  subjects: readonly S[],
  measure: (subject: S, round: number) => Promise<number>,
): Promise<ReadonlyMap<S, number>> {
  const values = new Map<S, number[]>(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < ALL_ROUNDS; round++)
    for (const subject of subjects) {
      const value = await measure(subject, round);
      if (round > 0) values.get(subject)?.push(value);
    }
  return new Map([...values].map(([subject, measured]) => [subject, quantile(measured, 0.5)]));
}

/** The value below which this part of all values lies. */
export function quantile(values: readonly number[], part: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(Math.floor(ordered.length * part), ordered.length - 1)] ?? Number.NaN;
}

/** How many a second: runs `work`, which does `count` of something. */
export async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1_000);
}

/** Runs `step` for 0 to `count` - 1, so many at a time. */
export async function inParallel(
  count: number,
  lanes: number,
  step: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await step(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
