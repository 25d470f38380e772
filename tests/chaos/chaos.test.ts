import { afterAll, beforeAll, expect, it } from 'vitest';
import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { planOf } from './plan.ts';
import { openProduct, type Product, tenantsOnly } from './product.ts';
import { runSteps } from './run.ts';

const SEEDS = [3, 14, 21];
let product: Product;
beforeAll(async () => {
  product = await openProduct({ services: SERVICES, play: tenantsOnly(SEEDS) });
});
afterAll(() => product.close());

it.each(SEEDS)('the product keeps its promises under seed %i', async (seed) => {
  expect(await runSteps(product, seed, planOf(seed))).toBeUndefined();
});
