import { type Terminal, table } from '../terminal/terminal.ts';
import { MUTANTS } from './mutants.ts';
import { runInProcess, type SeedResult } from './seeds.ts';

/** Looks for the first seed that catches each planted bug. Returns whether all were caught. */
export async function findMutants({ seeds }: { readonly seeds: number }, screen: Terminal): Promise<boolean> {
  const caught: (readonly [name: string, seed: number | undefined, invariant: string])[] = [];
  const left = [...MUTANTS];
  const lane = async () => {
    for (let mutant = left.shift(); mutant; mutant = left.shift()) await find(mutant.name);
  };
  const find = async (name: string) => {
    let last: SeedResult | undefined;
    const note = (result: SeedResult) => {
      last = result;
    };
    await runInProcess({ first: 1, count: seeds }, note, name);
    const result = last as SeedResult | undefined;
    caught.push([name, result?.broken && result.seed, result?.broken?.invariant ?? '']);
    screen.progress(`${name}: ${result?.broken ? `seed ${result.seed}, ${result.broken.invariant}` : 'not caught'}`);
  };
  await Promise.all([lane(), lane()]);
  screen.say(table(caught.map(([name, seed]) => [name, seed === undefined ? 'not caught' : String(seed)])));
  screen.result(caught.map(([name, seed, invariant]) => ({ name, seed, invariant })));
  return caught.every(([, seed]) => seed !== undefined);
}
