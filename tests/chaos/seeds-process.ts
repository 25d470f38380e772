import { mutantsOf } from './mutants.ts';
import type { SeedResult } from './seeds.ts';
import { TRAFFIC, type TrafficName } from './traffic.ts';

// A process that runs some seeds on the product, as it is or as one of its mutants, and tells its parent of each.
const [asked = 'tenants', first = '0', count = '1', mutant] = process.argv.slice(2);
const name = asked as TrafficName;
const edits = mutantsOf(name).find((each) => each.name === mutant)?.edits;
const seeds = Array.from({ length: Number(count) }, (_, at) => Number(first) + at);
const traffic = await TRAFFIC[name].open(seeds, edits);
// Killed, a parent ends nobody; nobody goes on without it.
process.on('disconnect', () => process.exit(1));
for (const seed of seeds) {
  const began = performance.now();
  const broken = await traffic.run(seed);
  const result: SeedResult = { seed, milliseconds: Math.round(performance.now() - began), broken };
  await new Promise((sent) => process.send?.(result, sent));
  if (broken) break;
}
await traffic.close();
process.exit();
