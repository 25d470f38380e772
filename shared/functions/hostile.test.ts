import { beforeAll, describe, expect, it } from 'vitest';
import type { Bus } from '../bus/bus.ts';
import { SERVICES, type ServiceName } from '../contracts/events/topology.ts';
import { commonTables, ownTables } from '../contracts/http/catalogue.ts';
import type { State } from '../state/state.ts';
import type { Route } from './routes.ts';
import { hostileRequests } from './testing/hostile-requests.ts';
import { serve } from './testing/serve.ts';
import { OPERATORS_TENANT, openTestIssuer, type TestIssuer } from './testing/test-issuer.ts';
import { openTestRuntime } from './testing/test-runtime.ts';

const tenantId = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
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
const params = { tenantId, deadLetterId: 'e1', operationId: 'o1', approvalId: 'a1', deviceId: 'd1', area: 'Devices' };

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await openTestIssuer();
});

/** Every route that there is, with a handler that must never be reached. */
const tables = [
  ...ownTables.map((table) => ({ ...table, service: SERVICES[0] as ServiceName })),
  ...SERVICES.flatMap((service) => commonTables(service).map((table) => ({ ...table, service }))),
];
const all = tables.flatMap(({ service, endpoints }) =>
  Object.entries(endpoints).map(([operation, endpoint]) => ({ service, operation, endpoint })),
);

describe.each(all)('hostile requests to $operation of $service', ({ service: name, operation, endpoint }) => {
  it('are each refused with their code, and none reaches the handler', async () => {
    const route: Route = {
      operation,
      endpoint,
      handle: () => Promise.reject(new Error('A hostile request has reached the handler.')),
    };
    const service = {
      name,
      tenant: async (_: State, id: string) => (id === tenantId ? tenant : undefined),
      routes: [route],
      handlers: [],
      timers: [],
      lists: [],
      settings: [],
    };
    const clock = { now: () => Date.now() };
    const runtime = openTestRuntime({
      service,
      verifyToken: issuer.verifyToken,
      state: {} as State,
      bus: {} as Bus,
      clock,
    });
    const answer = serve([route], async () => runtime);
    const answers: unknown[] = [];
    const expected: unknown[] = [];
    for (const { name: trick, request, status, code } of await hostileRequests(endpoint, params, issuer)) {
      const response = await answer(request);
      answers.push({ trick, status: response.status, code: response.json()['code'] });
      expected.push({ trick, status, code });
    }
    expect(answers).toEqual(expected);
    expect(answers.length).toBeGreaterThan(0);
  });
});
