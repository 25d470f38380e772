import { quietPlay } from '../../infra/local/driver/stage.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import { run } from '../../infra/local/supervisor/run.ts';
import { tenantIdsOf } from './callers.ts';

// Runs the product as `npm start` does, in a simulated cloud that has the tenants of a seed.
await run(product, process.argv.slice(2), {
  prepare: async () => undefined,
  playOf: ({ seed = 0 }) => ({ ...quietPlay(Date.now()), emptyTenants: tenantIdsOf(seed) }),
});
