import { defineService } from '../../shared/functions/service.ts';
import { knownTenantList, loadKnownTenant } from '../../shared/functions/tenants/known-tenant.ts';
import { onTenant } from './tenants/on-tenant.event.ts';

defineService({
  name: 'security-alert-responder',
  tenant: loadKnownTenant,
  routes: [],
  handlers: [...onTenant],
  timers: [],
  lists: [knownTenantList],
  settings: [],
});
