import { readFileSync } from 'node:fs';
import { personAt } from '../../infra/local/story/person.ts';
import { DEMO_TENANT } from '../../infra/local/supervisor/demo-tenant.ts';
import type { RunningProduct } from './running-product.ts';
import { ADA } from './tab.ts';

const ROUTER = new URL('../../services/console/src/app/router.tsx', import.meta.url);

/** Every page that the console has, as its router names them: `/devices/$deviceId`. */
export const ROUTES: readonly string[] = [...readFileSync(ROUTER, 'utf8').matchAll(/page\('([^']+)'/g)].map(
  ([, path = '']) => path,
);

/** Where the pages of one thing find one. */
const LISTS: Readonly<Record<string, string>> = {
  $deviceId: '/devices',
  $releaseId: '/releases',
  $ticketId: '/tickets',
  $incidentId: '/security-incidents',
};

/** The address of a page: of the first thing there is, when it is a page of one thing. */
export async function addressOf({ platform }: RunningProduct, route: string): Promise<string> {
  const [of] = /\$\w+/.exec(route) ?? [];
  if (of === undefined) return route;
  const list = `/api/v1/tenants/${DEMO_TENANT.entraTenantId}${LISTS[of]}?limit=1`;
  const { body } = await personAt(platform, ADA)('GET', list);
  const [first] = body['items'] as readonly { readonly id: string }[];
  if (!first) throw new RangeError(`There is nothing in ${list} for ${route}.`);
  return route.replace(of, first.id);
}
