import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { MUTANT_SERVICES, MUTANTS } from './mutants.ts';
import { planOf } from './plan.ts';
import { openProduct } from './product.ts';
import { runSteps } from './run.ts';
import type { SeedResult } from './seeds.ts';

// A process that runs some seeds on one product, as it is or as one of its mutants, and tells its parent of each.
const [first = '0', count = '1', mutant] = process.argv.slice(2);
const edits = MUTANTS.find(({ name }) => name === mutant)?.edits;
const seeds = Array.from({ length: Number(count) }, (_, at) => Number(first) + at);
const product = await openProduct(edits ? MUTANT_SERVICES : SERVICES, seeds, edits);
// Killed, a parent ends nobody; nobody goes on without it.
process.on('disconnect', () => process.exit(1));
for (const seed of seeds) {
  const began = performance.now();
  const broken = await runSteps(product, seed, planOf(seed));
  const result: SeedResult = { seed, milliseconds: Math.round(performance.now() - began), broken };
  await new Promise((sent) => process.send?.(result, sent));
  if (broken) break;
}
await product.close();
process.exit();
