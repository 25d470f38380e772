import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_TENANT } from '../../../infra/local/supervisor/demo-tenant.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { openProduct, type Person, type Product, TENANT } from '../product.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let product: Product;
let ada: Person;

beforeAll(async () => {
  product = await openProduct(Date.UTC(2026, 2, 2, 8), { fleet: { devices: 20 } });
  ada = product.signIn('Ada', 'GlobalAdministrator');
});
afterAll(() => product.platform.close());

/** What a service still has of the tenant besides its record, audit and events. */
async function knownTo(service: string): Promise<string[]> {
  const { cosmos } = product.platform.ground;
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient: cosmos.httpClient });
  const query = `SELECT VALUE c.aggregate FROM c WHERE c.tenantId = '${TENANT}' AND
    (c.kind = 'pointer' OR (c.kind = 'state' AND NOT IS_NULL(c.data)))`;
  const { resources } = await client.database('omd').container(service).items.query<string>(query).fetchAll();
  client.dispose();
  return resources.filter((aggregate) => !/^(tenant|audit-watch|forgotten-tenant):/.test(aggregate));
}

it('a tenant that has left is forgotten by every service within 30 days, and what proves what happened stays', async () => {
  const body = { ...DEMO_TENANT, operators: [...DEMO_TENANT.operators] };
  expect(await ada('POST', '/api/v1/tenants', { body })).toMatchObject({ status: 201 });
  await product.pass(3 * HOUR);
  // The one that answers tickets knows nothing of devices that have none.
  for (const service of SERVICES.filter((name) => name !== 'ticket-router'))
    expect([service, await knownTo(service)]).not.toEqual([service, []]);

  const left = await ada('POST', '/off-board', { body: { reason: 'contract ended' } });
  expect(left).toMatchObject({ status: 200, body: { state: 'offboarded' } });
  await product.pass(HOUR);
  // Nothing becomes of a tenant that has left, so the days are not played one by one.
  const { clock } = product.platform;
  clock.jumpTo(clock.now() + 29 * DAY);
  await product.pass(23 * HOUR);
  for (const service of SERVICES) expect([service, await knownTo(service)]).toEqual([service, []]);
  for (const service of SERVICES) {
    const proof = await ada('GET', `/api/v1/${service}/tenants/${TENANT}/audit/verify`);
    expect(proof).toMatchObject({ status: 200, body: { intact: true } });
  }
});
