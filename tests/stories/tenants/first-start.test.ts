import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { DEMO_TENANT, enrolTenant } from '../../../infra/local/supervisor/demo-tenant.ts';
import { supervise } from '../../../infra/local/supervisor/supervisor.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { until } from '../../platform/started.ts';

it('a first start enrols the demo tenant, every service hears of it, and a second start leaves it as it is', async () => {
  const data = await mkdtemp(join(tmpdir(), 'first-start-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const { gateway, stop } = await supervise(product, { data, fresh: false, port: 0, say: () => undefined });
  onTestFinished(stop);
  await enrolTenant(gateway.url, DEMO_TENANT);

  const person = { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] };
  const headers = { authorization: `Bearer ${await tokenOf(`${gateway.url}/identity`, person)}` };
  const ask = (path: string) => fetch(`${gateway.url}/api/v1/${path}`, { headers });
  const tenantId = DEMO_TENANT.entraTenantId;
  const listed = async () => ((await (await ask('tenants')).json()) as { items: unknown[] }).items;
  expect(await listed()).toMatchObject([{ tenantId, name: DEMO_TENANT.name, state: 'active' }]);

  for (const service of SERVICES) {
    const status = await until(async () => {
      const response = await ask(`${service}/tenants/${tenantId}/status`);
      return response.ok ? response.json() : undefined;
    });
    const microsoft = service !== 'ticket-router' && { microsoft: expect.any(Object) };
    expect(status).toEqual({ service, tenantId, name: DEMO_TENANT.name, state: 'active', ...microsoft });
  }

  const before = await listed();
  await enrolTenant(gateway.url, DEMO_TENANT);
  expect(await listed()).toEqual(before);
});
