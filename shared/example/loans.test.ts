import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ground, openGround, type ServiceGround } from '../../tests/pipeline/ground.ts';
import { on } from '../bus/handlers.ts';
import { routesOf } from '../functions/service.ts';
import { knownTenant } from '../functions/tenants/known-tenant.ts';
import { serve, type TestResponse } from '../functions/testing/serve.ts';
import { OPERATORS_TENANT, openTestIssuer, type TestIssuer } from '../functions/testing/test-issuer.ts';
import { openTestRuntime } from '../functions/testing/test-runtime.ts';
import { deviceLent, loanList, loanService } from './loans.ts';

const tenantId = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const path = `/api/v1/tenants/${tenantId}/devices/laptop-7/loan`;
const heard: unknown[] = [];
const listener = on(deviceLent, {
  async handle(event) {
    heard.push(event.data);
  },
});

let ground: Ground;
let issuer: TestIssuer;
let service: ServiceGround;
let other: ServiceGround;

beforeAll(async () => {
  issuer = await openTestIssuer();
  ground = await openGround(['ticket-router', 'health-monitor']);
  service = ground.openService('ticket-router', { handlers: [], lists: loanService.lists });
  other = ground.openService('health-monitor', { handlers: [listener] });
  const tenant = {
    tenantId,
    name: 'Contoso',
    entraTenantId: tenantId,
    region: 'westeurope',
    timeZone: 'Europe/Berlin',
    dataResidency: 'EU',
    operators: [{ entraTenantId: OPERATORS_TENANT }],
    state: 'active' as const,
  };
  const actor = { kind: 'service', id: 'device-registration' } as const;
  await service.state.change(knownTenant, { tenantId, id: tenantId }, () => ({ state: tenant }), { actor });
});
afterAll(() => ground.close());

async function lend(person: string, key: string): Promise<TestResponse> {
  const runtime = openTestRuntime({ service: loanService, verifyToken: issuer.verifyToken, ...service });
  const answer = serve(routesOf(loanService), async () => runtime);
  const headers = { authorization: `Bearer ${await issuer.sign('ServiceAdministrator')}`, 'idempotency-key': key };
  return answer({ method: 'POST', path, headers, body: JSON.stringify({ person, until: '2026-04-01' }) });
}

describe('the example service', () => {
  it('lends a device once, refuses a second time, and another service hears of it', async () => {
    expect((await lend('Grace', 'first')).status).toBe(201);
    expect((await lend('Grace', 'first')).json()).toEqual({
      deviceId: 'laptop-7',
      person: 'Grace',
      until: '2026-04-01',
    });
    const refused = await lend('Linus', 'second');
    expect(refused.status).toBe(409);
    expect(refused.json()['code']).toBe('device-on-loan');

    await service.feed();
    await other.consume();
    expect(heard).toEqual([{ deviceId: 'laptop-7', person: 'Grace', until: '2026-04-01' }]);
    const { items } = await service.state.list(tenantId, loanList, {});
    expect(items.map(({ person }) => person)).toEqual(['Grace']);
  });

  it('is shown whole in the README, and is short', async () => {
    const [code, readme] = await Promise.all([read('./loans.ts'), read('../README.md')]);
    expect(readme).toContain(code.trim());
    expect(code.trim().split('\n').length).toBeLessThan(100);
  });
});

const read = (file: string): Promise<string> => readFile(new URL(file, import.meta.url), 'utf8');
