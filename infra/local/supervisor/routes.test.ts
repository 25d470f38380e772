import { expect, it } from 'vitest';
import { routesOf } from './routes.ts';

const serves = routesOf([
  { name: 'read', http: { methods: ['GET'], template: 'api/v1/tenants/{tenantId}/rings/{ring?}' } },
  { name: 'legacy', http: { methods: ['GET', 'POST'], template: 'support/{*rest}' } },
  { name: 'inbox', entity: 'update-orchestrator' },
]);

it.each([
  ['GET', '/api/v1/tenants/contoso/rings', true],
  ['GET', '/API/v1/tenants/contoso/rings/fast/', true],
  ['POST', '/api/v1/tenants/contoso/rings', false],
  ['GET', '/api/v1/tenants/contoso', false],
  ['POST', '/support/odata/v1/tickets', true],
  ['GET', '/', false],
])('%s %s belongs to the service: %s', (method, path, belongs) => {
  expect(serves(method, path)).toBe(belongs);
});
