import { type Terminal, table } from '../terminal/terminal.ts';
import { MUTANTS } from './mutants.ts';
import { inLanes, runInProcess, SEEDS_A_PROCESS, type SeedResult } from './seeds.ts';

interface Caught {
  readonly name: string;
  /** Undefined when no seed caught it. */
  readonly seed: number | undefined;
  readonly invariant: string;
}

/** Looks for the first seed that catches each planted bug. Returns whether all were caught. */
export async function findMutants({ seeds }: { readonly seeds: number }, screen: Terminal): Promise<boolean> {
  const results: Caught[] = [];
  await inLanes(MUTANTS, async ({ name }) => {
    const caught = await firstThatCatches(name, seeds);
    results.push(caught);
    screen.progress(toldOf(caught));
  });
  screen.say(table(results.map(({ name, seed }) => [name, String(seed ?? 'not caught')])));
  screen.result(results);
  return results.every(({ seed }) => seed !== undefined);
}

async function firstThatCatches(name: string, seeds: number): Promise<Caught> {
  for (let first = 1; first <= seeds; first += SEEDS_A_PROCESS) {
    const caught: SeedResult[] = [];
    const note = (result: SeedResult) => (result.broken ? void caught.push(result) : undefined);
    await runInProcess({ first, count: Math.min(SEEDS_A_PROCESS, seeds - first + 1) }, note, name);
    const [result] = caught;
    if (result) return { name, seed: result.seed, invariant: result.broken?.invariant ?? '' };
  }
  return { name, seed: undefined, invariant: '' };
}

function toldOf({ name, seed, invariant }: Caught): string {
  return seed === undefined ? `${name}: not caught` : `${name}: seed ${seed}, ${invariant}`;
}
