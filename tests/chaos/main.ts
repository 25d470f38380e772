import { randomInt } from 'node:crypto';
import { only, readOptions, runCommand, wholeNumber } from '../terminal/command.ts';
import { terminal } from '../terminal/terminal.ts';
import { findMutants } from './find-mutants.ts';
import { runReal } from './real.ts';
import { runSeeds } from './seeds.ts';
import { runStandIns } from './stand-ins/run.ts';
import { TRAFFIC, type TrafficName } from './traffic.ts';

const USAGE = `npm run chaos -- [options]
  --seeds N         N runs of the product, driven, with faults and crashes (default 20)
  --traffic NAME    what goes on in them: tenants (default), or story: a company's devices and people
  --seed S          the first of them, or the moments of the kills (default: another one each time); alone: this run
  --real N          kill -9 of N processes of the product, as npm start runs it
  --mutants         look for seeds that catch the planted bugs, among the first N (default 500)
  --only stand-ins  kill -9 of the Service Bus and Cosmos DB stand-ins under load; others are product, real, mutants
  --kills N         how often each stand-in is killed (default 30)
  --json            one line of JSON at the end of standard output, everything else on standard error`;

const MOST = 10_000;
const HIGHEST_SEED = 2 ** 31 - 1;

await runCommand(async () => {
  const options = readOptions(USAGE, {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    traffic: { type: 'string', default: 'tenants' },
    real: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    kills: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  });
  const screen = terminal(options.json);
  const kills = wholeNumber('kills', options.kills, MOST);
  const seed = wholeNumber('seed', options.seed ?? String(randomInt(HIGHEST_SEED)), HIGHEST_SEED);
  const seeds = wholeNumber('seeds', options.seeds ?? usualSeeds(options), MOST);
  const real = wholeNumber('real', options.real ?? '10', MOST);
  const kinds = [
    {
      name: 'product',
      run: () => runSeeds({ traffic: trafficOf(options.traffic), first: seed, count: seeds }, screen),
    },
    { name: 'real', run: () => runReal({ kills: real, seed }, screen) },
    { name: 'mutants', run: () => findMutants({ traffic: trafficOf(options.traffic), seeds }, screen) },
    { name: 'stand-ins', run: () => runStandIns({ kills, seed }, screen) },
  ];
  for (const { run } of only(options.only ?? kindOf(options), kinds)) if (!(await run())) process.exitCode = 1;
});

function trafficOf(name: string): TrafficName {
  const [traffic] = only(
    name,
    (Object.keys(TRAFFIC) as TrafficName[]).map((each) => ({ name: each })),
    'traffic',
  );
  return traffic?.name ?? 'tenants';
}

/** What the other options are about; seeds alone are about the product. */
function kindOf({ real, mutants }: { real?: string | undefined; mutants: boolean }): string {
  if (mutants) return 'mutants';
  return real === undefined ? 'product' : 'real';
}

function usualSeeds({ seed, mutants }: { seed?: string | undefined; mutants: boolean }): string {
  if (mutants) return '500';
  return seed === undefined ? '20' : '1';
}
