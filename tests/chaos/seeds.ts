import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Terminal, table } from '../terminal/terminal.ts';
import type { Broken } from './run.ts';
import { TRAFFIC, type TrafficName } from './traffic.ts';

/** What came of one seed. */
export interface SeedResult {
  readonly seed: number;
  readonly milliseconds: number;
  readonly broken: Broken;
}

export interface SeedOptions {
  readonly traffic: TrafficName;
  readonly first: number;
  readonly count: number;
}

const PROCESSES = Math.min(2, availableParallelism());

/** Runs seeds one after the other, tells of those that break an invariant, and returns whether none did. */
export async function runSeeds({ traffic, first, count }: SeedOptions, screen: Terminal): Promise<boolean> {
  const began = performance.now();
  const results: SeedResult[] = [];
  const note = (result: SeedResult) => {
    results.push(result);
    screen.progress(`seed ${result.seed}: ${result.broken?.invariant ?? `held, ${result.milliseconds} ms`}`);
  };
  const { seedsAProcess: size } = TRAFFIC[traffic];
  const chunks = Array.from({ length: Math.ceil(count / size) }, (_, chunk) => ({
    traffic,
    first: first + chunk * size,
    count: Math.min(size, count - chunk * size),
  }));
  await inLanes(chunks, (chunk) => runInProcess(chunk, note));

  const broken = results.filter((result) => result.broken !== undefined);
  for (const { seed, broken: how } of broken)
    screen.say(
      `\nseed ${seed}\n  ${how?.trace.join('\n  ')}\n${how?.invariant}\nAgain: npm run chaos -- --traffic ${traffic} --seed ${seed}`,
    );
  const seconds = Math.round((performance.now() - began) / 1000);
  screen.say(table([HEADINGS, [traffic, String(results.length), String(broken.length), `${seconds} s`]]));
  screen.result({ traffic, seeds: results.length, broken: broken.map(({ seed }) => seed), seconds });
  return broken.length === 0 && results.length === count;
}

const HEADINGS = ['', 'seeds', 'broken', 'time'];

/** Works through a list with as many processes at a time as there is room for. */
export async function inLanes<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) await work(each);
  };
  await Promise.all(Array.from({ length: PROCESSES }, lane));
}

/** Runs seeds in a process of their own; after one that breaks, the rest go on in a new one. */
export async function runInProcess(
  { traffic, first, count }: SeedOptions,
  note: (result: SeedResult) => void,
  mutant?: string,
): Promise<void> {
  const script = fileURLToPath(new URL('seeds-process.ts', import.meta.url));
  const parameters = [traffic, String(first), String(count), ...(mutant === undefined ? [] : [mutant])];
  const child = fork(script, parameters, { execArgv: ['--import', 'tsx'] });
  let next = first;
  let brokenOne = false;
  child.on('message', (result: SeedResult) => {
    next = result.seed + 1;
    brokenOne = result.broken !== undefined;
    note(result);
  });
  const [code] = await once(child, 'close');
  if (!brokenOne && next < first + count) throw new Error(`The process of seed ${next} ended with ${code}.`);
  const left = first + count - next;
  if (left > 0 && mutant === undefined) await runInProcess({ traffic, first: next, count: left }, note);
}
