import { product } from './supervisor/blueprint.ts';
import { enrolDemoTenant } from './supervisor/demo-tenant.ts';
import { run } from './supervisor/run.ts';

await run(product, process.argv.slice(2), enrolDemoTenant);
