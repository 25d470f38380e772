import { type Terminal, table } from '../terminal/terminal.ts';
import { mutantsOf } from './mutants.ts';
import { inLanes, runInProcess, type SeedResult } from './seeds.ts';
import { TRAFFIC, type TrafficName } from './traffic.ts';

interface Caught {
  readonly name: string;
  /** Undefined when no seed caught it. */
  readonly seed: number | undefined;
  readonly invariant: string;
}

export interface Search {
  readonly traffic: TrafficName;
  readonly seeds: number;
}

/** Looks for the first seed that catches each planted bug. Returns whether all were caught. */
export async function findMutants({ traffic, seeds }: Search, screen: Terminal): Promise<boolean> {
  const results: Caught[] = [];
  await inLanes(mutantsOf(traffic), async ({ name }) => {
    const caught = await firstThatCatches(name, traffic, seeds);
    results.push(caught);
    screen.progress(toldOf(caught));
  });
  screen.say(table(results.map(({ name, seed }) => [name, String(seed ?? 'not caught')])));
  screen.result(results);
  return results.every(({ seed }) => seed !== undefined);
}

async function firstThatCatches(name: string, traffic: TrafficName, seeds: number): Promise<Caught> {
  const { seedsAProcess: size } = TRAFFIC[traffic];
  for (let first = 1; first <= seeds; first += size) {
    const caught: SeedResult[] = [];
    const note = (result: SeedResult) => (result.broken ? void caught.push(result) : undefined);
    await runInProcess({ traffic, first, count: Math.min(size, seeds - first + 1) }, note, name);
    const [result] = caught;
    if (result) return { name, seed: result.seed, invariant: result.broken?.invariant ?? '' };
  }
  return { name, seed: undefined, invariant: '' };
}

function toldOf({ name, seed, invariant }: Caught): string {
  return seed === undefined ? `${name}: not caught` : `${name}: seed ${seed}, ${invariant}`;
}
