import { run } from '../../infra/local/supervisor/run.ts';
import { sliceBlueprint } from './blueprint.ts';

// Runs the two services as `npm start` runs the product: the first argument says where their bundles lie.
const [out = '', ...options] = process.argv.slice(2);
await run(sliceBlueprint(out), options);
