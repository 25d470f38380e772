import { on } from '../../../shared/bus/handlers.ts';
import type { CloudEvent } from '../../../shared/contracts/events/cloud-event.ts';
import type { EventDefinition } from '../../../shared/contracts/events/define-event.ts';
import { healthIncidentClosed, healthIncidentOpened } from '../../../shared/contracts/events/health-events.ts';
import {
  deviceIsolated,
  deviceReleased,
  isolationFailed,
  isolationSent,
  securityIncidentChanged,
  securityIncidentOpened,
  securityIncidentResolved,
} from '../../../shared/contracts/events/security-events.ts';
import { releaseHeld, releaseResumed } from '../../../shared/contracts/events/update-events.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { noteOnDevices } from '../devices/device.store.ts';
import { setClock } from '../tickets/run-clocks.event.ts';
import { type IncidentNews, ofHealth, ofHold, ofIsolation, ofResumption, ofSecurity } from './incident-news.ts';
import { takeNews } from './incident-tickets.store.ts';

/** One open ticket for each incident: raised by the service, and ended when the incident is. */
async function take(event: CloudEvent, context: Context, news: IncidentNews): Promise<void> {
  const { state, clock } = context;
  const tenantId = event.tenantid;
  const timeZone = (await loadKnownTenant(state, tenantId))?.timeZone ?? 'UTC';
  const source = { eventId: event.id, sequence: sequenceOf(event), now: clock.now(), timeZone };
  const options = optionsOf(context, event.id);
  const ticket = await takeNews(state, tenantId, news, source, options);
  if (!ticket) return;
  await noteOnDevices(state, tenantId, news.devices, ticket.ticketId, options);
  await setClock({ ...context, tenantId }, ticket);
}

/** When it was decided: news of one incident come from several aggregates, whose own versions say nothing about each other. */
const sequenceOf = ({ time, sequence }: CloudEvent): number => Date.parse(time) * 1_000 + (sequence % 1_000);

const hears = <D>(definition: EventDefinition<D>, newsOf: (data: D) => IncidentNews) =>
  on(definition, { handle: (event, context: Context) => take(event, context, newsOf(event.data)) });

export const onIncident = [
  hears(releaseHeld, ofHold),
  hears(releaseResumed, ofResumption),
  hears(healthIncidentOpened, ofHealth('open')),
  hears(healthIncidentClosed, ofHealth('over')),
  hears(securityIncidentOpened, ofSecurity),
  hears(securityIncidentChanged, ofSecurity),
  hears(securityIncidentResolved, ofSecurity),
  hears(isolationSent, ofIsolation),
  hears(deviceIsolated, ofIsolation),
  hears(deviceReleased, ofIsolation),
  hears(isolationFailed, ofIsolation),
];
