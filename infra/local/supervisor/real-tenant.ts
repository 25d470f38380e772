import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const COMMAND = fileURLToPath(new URL('../../../shared/graph/show-access.ts', import.meta.url));

/** What whoever is signed in on this machine lets the product do in a tenant, in words. Calls nothing there. */
export async function accessOfDeveloper(tenantId: string, writes: 'allowed' | 'not-allowed'): Promise<string> {
  const parameters = ['--import', 'tsx', COMMAND, tenantId, writes];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return stdout.trimEnd();
}
