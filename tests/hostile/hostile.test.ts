import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlatform, type Platform } from '../../infra/local/driver/platform.ts';
import { product } from '../../infra/local/supervisor/blueprint.ts';
import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { commonTables, ownTables } from '../../shared/contracts/http/catalogue.ts';
import { hostileRequests } from '../../shared/functions/testing/hostile-requests.ts';
import type { TestRequest } from '../../shared/functions/testing/serve.ts';
import { OPERATORS_TENANT, openTestIssuer, type TestIssuer } from '../../shared/functions/testing/test-issuer.ts';

const TENANT = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const params = {
  tenantId: TENANT,
  deadLetterId: 'e1',
  operationId: 'o1',
  approvalId: 'a1',
  deviceId: 'd1',
  area: 'Devices',
};

const tables = [...ownTables, ...SERVICES.flatMap(commonTables)];
const operations = tables.flatMap(({ endpoints }) =>
  Object.values(endpoints).map((endpoint) => ({ endpoint, route: `${endpoint.method} ${endpoint.path}` })),
);

let issuer: TestIssuer;
let platform: Platform;
const keyServer = createServer((_, response) => response.end(JSON.stringify(issuer.keys)));

beforeAll(async () => {
  await once(keyServer.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  const row = { kind: 'local', issuer: url, audience: 'omd-local', jwksUri: `${url}/keys` } as const;
  issuer = await openTestIssuer(row);
  platform = await openPlatform(product, {
    start: Date.UTC(2026, 0, 1),
    processes: 'one',
    settings: { IDENTITY_ISSUERS: JSON.stringify([row]) },
  });
  await enrol();
});

afterAll(async () => {
  await platform.close();
  keyServer.close();
});

/** The tenant whose routes are tried is there, so that what is refused is refused for its own fault. */
async function enrol(): Promise<void> {
  const body = JSON.stringify({
    name: 'Contoso',
    entraTenantId: TENANT,
    region: 'westeurope',
    timeZone: 'Europe/Berlin',
    dataResidency: 'EU',
    operators: [{ entraTenantId: OPERATORS_TENANT }],
  });
  const headers = { authorization: `Bearer ${await issuer.sign()}`, 'content-type': 'application/json' };
  const response = await send({ method: 'POST', path: '/api/v1/tenants', headers, body });
  expect(response.status).toBe(201);
  await platform.driver.settle();
}

async function send({ method, path, headers = {}, body }: TestRequest): Promise<Response> {
  const json = body !== undefined && { 'content-type': 'application/json' };
  return platform.fetch(
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: Buffer.from(body) }),
    }),
  );
}

/** Some tricks never arrive: a client shortens paths before it asks, and the Functions library takes no such parameter over. */
const arrives = ({ path }: TestRequest) =>
  new URL(path, 'http://127.0.0.1').href === `http://127.0.0.1${path}` && !path.includes('?__proto__');

describe.each(operations)('hostile requests to $route', ({ endpoint }) => {
  it('are each refused with their code by the service as it deploys', async () => {
    const tricks = (await hostileRequests(endpoint, params, issuer)).filter(({ request }) => arrives(request));
    const answers: unknown[] = [];
    for (const { name, request } of tricks) {
      const response = await send(request);
      const { code }: { code?: unknown } = JSON.parse((await response.text()) || '{}');
      answers.push({ name, status: response.status, code });
    }
    expect(answers).toEqual(tricks.map(({ name, status, code }) => ({ name, status, code })));
    expect(answers.length).toBeGreaterThan(0);
  });
});
