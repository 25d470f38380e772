/**
 * Applications and permissions in Entra, by whoever is signed in to Azure's command line.
 *
 *   node --import tsx infra/azure/directory/main.ts permissions --environment omd --console https://… --identities ids.json
 *   node --import tsx infra/azure/directory/main.ts sign-in     --environment omd --console https://…
 *   node --import tsx infra/azure/directory/main.ts consent     --environment omd --console https://… --customer <tenant id>
 *   node --import tsx infra/azure/directory/main.ts leave       --applications apps.json --customer <tenant id>
 *
 * Says what it would do; with `--apply` it does it. Run again, it finds nothing to do.
 */
import { AzureCliCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { Misuse, run } from './command.ts';
import { openDirectory } from './directory.ts';

const credential = new AzureCliCredential();
const token = async (): Promise<string> => (await credential.getToken('https://graph.microsoft.com/.default')).token;

try {
  const session = { tenantId: String(decodeJwt(await token())['tid']), directory: openDirectory({ token }) };
  await run(process.argv.slice(2), session, console.log);
} catch (error) {
  console.error(error instanceof Misuse ? error.message : error);
  process.exitCode = 1;
}
