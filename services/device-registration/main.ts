import { defineService } from '../../shared/functions/service.ts';
import { findTenant, tenantList } from './tenants/tenant.store.ts';
import { tenantRoutes } from './tenants/tenants.http.ts';

defineService({
  name: 'device-registration',
  tenant: async (state, tenantId) => (await findTenant(state, tenantId))?.tenant,
  routes: [...tenantRoutes],
  handlers: [],
  timers: [],
  lists: [tenantList],
  settings: [],
});
