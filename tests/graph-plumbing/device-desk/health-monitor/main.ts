import { z } from 'zod';
import { defineEndpoints } from '../../../../shared/contracts/http/endpoint.ts';
import { tenantParams } from '../../../../shared/contracts/http/identifiers.ts';
import { ok } from '../../../../shared/functions/answers.ts';
import { routes } from '../../../../shared/functions/routes.ts';
import { defineService } from '../../../../shared/functions/service.ts';
import { graphOf, v1 } from '../../../../shared/graph/graph.ts';
import { graphSettings } from '../../../../shared/graph/settings.ts';

const page = z.object({ value: z.array(z.object({ id: z.string() })) });
const names = z.object({ ids: z.array(z.string()) });

const deskEndpoints = defineEndpoints({
  listDevices: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/desk',
    summary: 'The first devices that Intune names.',
    access: { permission: 'read:service', scope: 'tenant' },
    params: tenantParams,
    answers: { 200: names },
  },
});

/** A service that asks Graph for a page of devices, and does nothing else. */
defineService({
  name: 'health-monitor',
  tenant: async (_, tenantId) => ({
    tenantId,
    name: 'Contoso',
    entraTenantId: tenantId,
    region: 'westeurope',
    timeZone: 'Europe/Berlin',
    dataResidency: 'EU',
    operators: [],
    state: 'active',
  }),
  routes: routes(deskEndpoints, {
    async listDevices({ context }) {
      const graph = graphOf(context, { lane: 'person', reason: 'showing the first devices' });
      const { value } = await graph.get(v1('/deviceManagement/managedDevices?$top=5&$select=id'), page.parse);
      return ok({ ids: value.map(({ id }) => id) });
    },
  }),
  handlers: [],
  timers: [],
  lists: [],
  settings: graphSettings,
});
