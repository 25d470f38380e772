import type { MicrosoftAccess } from '../contracts/http/service-endpoints.ts';
import { missingFrom, NEEDED } from '../contracts/microsoft-permissions.ts';
import type { Context } from '../functions/context.ts';
import { graphOf } from './graph.ts';

/** What the service may not do in the tenant that it should; a tenant that lets nobody in says why. Costs no call. */
export async function microsoftAccess(context: Context): Promise<MicrosoftAccess> {
  const graph = graphOf(context, { lane: 'person', reason: 'showing what may be done in the tenant' });
  const { writes, hosts } = await graph.access();
  const grantedOf = (api: 'graph' | 'defender') => hosts.find((host) => host.api === api)?.granted ?? [];
  const needed = NEEDED[context.service][writes === 'allowed' ? 'full' : 'read-only'];
  const missing = missingFrom(needed, { graph: grantedOf('graph'), defender: grantedOf('defender') });
  const concerned = new Set(needed.map(({ api }) => api));
  const refused = hosts.flatMap(({ api, refused: why }) => (why && concerned.has(api) ? [{ api, why }] : []));
  return { writes, refused, missing: refused.length > 0 ? [] : missing };
}
