import { buildConsoleBeside } from './build/console.ts';
import { productFolders } from './build/folders.ts';
import { firstMonth } from './story/first-month.ts';
import { product } from './supervisor/blueprint.ts';
import { DEMO_TENANT, enrolmentOf, enrolTenant } from './supervisor/demo-tenant.ts';
import { run } from './supervisor/run.ts';

await run(product, process.argv.slice(2), {
  prepare: (gateway, { tenant }) => enrolTenant(gateway, tenant === undefined ? DEMO_TENANT : enrolmentOf(tenant)),
  playOf: ({ script }) => (script === 'none' ? undefined : firstMonth),
});

if (process.exitCode === undefined)
  await buildConsoleBeside(productFolders, (line) => void process.stderr.write(`${line}\n`));
