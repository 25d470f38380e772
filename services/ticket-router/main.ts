import { defineService } from '../../shared/functions/service.ts';
import { knownTenantList, loadKnownTenant } from '../../shared/functions/tenants/known-tenant.ts';
import { contactRoutes } from './contacts/contacts.http.ts';
import { onIncident } from './incidents/on-incident.event.ts';
import { onTenant } from './tenants/on-tenant.event.ts';
import { runClock } from './tickets/run-clocks.event.ts';
import { sweepClocksJob } from './tickets/sweep-clocks.timer.ts';
import { ticketList } from './tickets/ticket.store.ts';
import { ticketRoutes } from './tickets/tickets.http.ts';

defineService({
  name: 'ticket-router',
  tenant: loadKnownTenant,
  routes: [...ticketRoutes, ...contactRoutes],
  handlers: [...onTenant, ...onIncident, runClock, sweepClocksJob.handler],
  timers: [sweepClocksJob.timer],
  lists: [knownTenantList, ticketList],
  settings: [],
});
