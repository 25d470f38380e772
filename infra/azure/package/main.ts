/** `node --import tsx infra/azure/package/main.ts [folder]`: a zip for each service and the console, and their checksums. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { packageOf, writePackages } from './zips.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
const [out = join(dist, 'packages')] = process.argv.slice(2);

const names = [...SERVICES, 'console'].sort();
const packages = await Promise.all(names.map((name) => packageOf(name, join(dist, name))));
await writePackages(packages, out);
for (const { name, bytes, sha256 } of packages) console.log(`${sha256}  ${name}.zip  ${bytes.length} bytes`);
