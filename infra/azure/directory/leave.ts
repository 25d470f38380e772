import type { Directory } from './directory.ts';
import type { Mode } from './reconcile.ts';

/**
 * Takes the product's applications out of the tenant that the directory is of, and with them whatever was granted to
 * them; or says what that would take. `applications`: application ids by name. Empty: none of them is in there.
 */
export async function leave(
  directory: Pick<Directory, 'principal' | 'grantsOf' | 'remove'>,
  applications: Readonly<Record<string, string>>,
  mode: Mode,
): Promise<string[]> {
  const steps: string[] = [];
  for (const [name, appId] of Object.entries(applications)) {
    const principalId = await directory.principal(appId);
    if (!principalId) continue;
    const grants = await directory.grantsOf(principalId);
    steps.push(`take ${name} out of this tenant, with ${grants.length} permissions`);
    if (mode === 'apply') await directory.remove(principalId);
  }
  return steps;
}
