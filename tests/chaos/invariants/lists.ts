import { isDeepStrictEqual } from 'node:util';
import type { Evidence } from '../evidence.ts';
import { type Caller, TENANTS } from '../load.ts';

/** The list of tenants is what the tenants are, and each caller sees those that are the caller's. */
export async function listIsAggregates(evidence: Evidence): Promise<string[]> {
  const broken: string[] = [];
  for (const caller of ['platform', ...TENANTS] as const) broken.push(...(await listBroken(evidence, caller)));
  return broken;
}

async function listBroken({ picture, callers }: Evidence, caller: Caller): Promise<string[]> {
  const mine = TENANTS.filter((tenant) => caller === 'platform' || tenant === caller).map(callers.tenantId);
  const all = TENANTS.map(callers.tenantId);
  const { status, body } = await callers.call(caller, { method: 'GET', path: '/api/v1/tenants?limit=500' });
  if (status !== 200) return [`The list for ${caller} is answered with ${status}.`];
  const items = (body['items'] as Item[]).map(({ tenantId, name, state }) => ({ tenantId, name, state }));
  const ofRun = caller === 'platform' ? items.filter(({ tenantId }) => all.includes(tenantId)) : items;
  const truth = mine.flatMap((tenantId) =>
    picture.of('device-registration', 'state', tenantId).map(({ data }) => data as Item),
  );
  const expected = truth.map(({ tenantId, name, state }) => ({ tenantId, name, state }));
  if (isDeepStrictEqual(inOrder(ofRun), inOrder(expected))) return [];
  return [`The list for ${caller} is ${JSON.stringify(ofRun)}, and the tenants are ${JSON.stringify(expected)}.`];
}

interface Item {
  readonly tenantId: string;
  readonly name: string;
  readonly state: string;
}

function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}
