import { run } from '../../infra/local/supervisor/run.ts';
import { slice } from './blueprint.ts';

// Runs the two services as `npm start` runs the product.
await run(slice, process.argv.slice(2));
