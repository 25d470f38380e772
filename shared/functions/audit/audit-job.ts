import * as z from 'zod';
import { defineAggregate } from '../../state/aggregate.ts';
import type { ListDefinition } from '../../state/lists.ts';
import type { Context, TenantContext } from '../context.ts';
import { cosmos } from '../settings/core.ts';
import { type DeclaredJob, tenantJob } from '../tenants/tenant-job.ts';
import { auditExport, blobArchive, type SealArchive } from './seal-archive.ts';

/** How far the seals of a tenant have been verified and exported. */
const auditWatch = defineAggregate({
  kind: 'audit-watch',
  schemaVersion: 1,
  schema: z.object({ verified: z.int().describe('Number of the last seal that was found good.') }),
});

/**
 * Once a night: verifies what was sealed since the night before and exports the seals. A chain that is broken is said aloud,
 * since an alert looks for the line, and again every night until somebody has dealt with it.
 */
export function auditJob(
  tenants: ListDefinition | undefined,
  archiveOf: (context: Context) => SealArchive | undefined = configuredArchive,
): DeclaredJob {
  return tenantJob({
    name: 'verify-audit',
    schedule: '0 17 2 * * *',
    ...(tenants && { tenants }),
    run: async (context) => verifyAndExport(context, archiveOf(context)),
  });
}

async function verifyAndExport(context: TenantContext, archive: SealArchive | undefined): Promise<void> {
  const { state, tenantId, log } = context;
  const known = await state.load(auditWatch, tenantId, 'seals');
  let from: number | undefined = (known?.state.verified ?? 0) + 1;
  while (from !== undefined) {
    const found = await state.verify(tenantId, { from });
    if (!found.intact) {
      log.error('the audit chain is broken', { ...found.first });
      return;
    }
    if (found.seals === 0) return;
    const to: number = from + found.seals - 1;
    await archive?.put(nameOf(tenantId, from, to), JSON.stringify(await state.seals(tenantId, from, to)));
    await state.change(auditWatch, { tenantId, id: 'seals' }, () => ({ state: { verified: to } }), {
      actor: context.actor,
    });
    from = found.next;
  }
}

/** In the order of the seals, however they are sorted. */
function nameOf(tenantId: string, from: number, to: number): string {
  const padded = (number: number) => String(number).padStart(10, '0');
  return `${tenantId}/${padded(from)}-${padded(to)}.json`;
}

function configuredArchive({ settings }: Context): SealArchive | undefined {
  const endpoint = settings.get(auditExport);
  if (!endpoint) return undefined;
  const connection = settings.get(cosmos);
  const clientId = 'clientId' in connection ? connection.clientId : undefined;
  return blobArchive(endpoint, async () => {
    const { ManagedIdentityCredential } = await import('@azure/identity');
    const credential = clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
    return (await credential.getToken('https://storage.azure.com/.default')).token;
  });
}
