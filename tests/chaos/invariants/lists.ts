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
  const truth = mine.flatMap((tenantId) =>
    picture
      .of('device-registration', 'state', tenantId)
      .filter(({ type }) => type === 'tenant')
      .map(({ data }) => itemOf(data as Item)),
  );
  // Tenants of other runs have other ids.
  const ofRun = callers.tenantId(0).slice(0, -1);
  const { status, body } = await callers.call(caller, { method: 'GET', path: `/api/v1/tenants?search=${ofRun}` });
  if (status !== 200) return [`The list for ${caller} is answered with ${status}.`];
  const items = (body['items'] as Item[]).map(itemOf);
  if (isDeepStrictEqual(inOrder(items), inOrder(truth))) return [];
  return [`The list for ${caller} is ${JSON.stringify(items)}, and the tenants are ${JSON.stringify(truth)}.`];
}

function itemOf({ tenantId, name, state }: Item): Item {
  return { tenantId, name, state };
}

interface Item {
  readonly tenantId: string;
  readonly name: string;
  readonly state: string;
}

function inOrder(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.tenantId < b.tenantId ? -1 : 1));
}
