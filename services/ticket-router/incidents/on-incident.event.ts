import { on } from '../../../shared/bus/handlers.ts';
import type { CloudEvent } from '../../../shared/contracts/events/cloud-event.ts';
import {
  type HealthIncident,
  healthIncidentClosed,
  healthIncidentOpened,
} from '../../../shared/contracts/events/health-events.ts';
import {
  deviceIsolated,
  deviceReleased,
  isolationFailed,
  type SecurityIncident,
  securityIncidentChanged,
  securityIncidentOpened,
  securityIncidentResolved,
} from '../../../shared/contracts/events/security-events.ts';
import { releaseHeld, releaseResumed } from '../../../shared/contracts/events/update-events.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { noteOnDevices } from '../devices/device.store.ts';
import { setClock } from '../tickets/run-clocks.event.ts';
import { takeNews } from './incident-tickets.store.ts';
import { type IncidentNews, SEVERITY_OF_ALERT } from './incident-tickets.ts';

/** One open ticket for each incident: raised by the service, and ended when the incident is. */
async function take(event: CloudEvent, context: Context, news: IncidentNews): Promise<void> {
  const { state, actor, clock } = context;
  const tenantId = event.tenantid;
  const timeZone = (await loadKnownTenant(state, tenantId))?.timeZone ?? 'UTC';
  const source = { eventId: event.id, sequence: sequenceOf(event), now: clock.now(), timeZone };
  const options = { actor, cause: { id: event.id, correlationId: event.correlationid } };
  const ticket = await takeNews(state, tenantId, news, source, options);
  if (!ticket) return;
  await noteOnDevices(state, tenantId, news.devices, ticket.ticketId, options);
  await setClock({ ...context, tenantId }, ticket);
}

/** When it was decided: news of one incident come from several aggregates, whose own versions say nothing about each other. */
const sequenceOf = ({ time, sequence }: CloudEvent): number => Date.parse(time) * 1_000 + (sequence % 1_000);

const ofHealth = (
  { incidentId, signal, sentence, devices }: HealthIncident,
  phase: IncidentNews['phase'],
): IncidentNews => ({
  incidentId,
  phase,
  title: `${signal.replaceAll('-', ' ')}: worse than chance explains`,
  text: sentence,
  area: 'Devices',
  severity: 'B',
  devices,
});

const ofSecurity = ({ incidentId, title, sentence, severity, devices, state }: SecurityIncident): IncidentNews => ({
  incidentId,
  phase: state === 'resolved' ? 'over' : 'open',
  title,
  text: sentence,
  area: 'Security',
  severity: SEVERITY_OF_ALERT[severity],
  devices,
});

const ofIsolation = (data: {
  readonly incidentId: string;
  readonly deviceId: string;
  readonly sentence: string;
}): IncidentNews => ({
  incidentId: data.incidentId,
  phase: 'more',
  title: 'A device was cut off',
  text: data.sentence,
  area: 'Security',
  severity: 'A',
  devices: [data.deviceId],
});

export const onIncident = [
  on(releaseHeld, {
    handle: (event, context: Context) =>
      take(event, context, {
        incidentId: event.data.incidentId,
        phase: 'open',
        title: `${event.data.release.kb} is held before ${event.data.rings.join(' and ')}`,
        text: event.data.sentence,
        area: 'Devices',
        severity: 'B',
        devices: [],
      }),
  }),
  on(releaseResumed, {
    handle: (event, context: Context) =>
      take(event, context, {
        incidentId: event.data.incidentId,
        phase: 'over',
        title: `${event.data.release.kb} was held`,
        text: event.data.sentence,
        area: 'Devices',
        severity: 'B',
        devices: [],
      }),
  }),
  on(healthIncidentOpened, { handle: (event, context: Context) => take(event, context, ofHealth(event.data, 'open')) }),
  on(healthIncidentClosed, { handle: (event, context: Context) => take(event, context, ofHealth(event.data, 'over')) }),
  on(securityIncidentOpened, {
    handle: (event, context: Context) => take(event, context, ofSecurity(event.data)),
  }),
  on(securityIncidentChanged, {
    handle: (event, context: Context) => take(event, context, ofSecurity(event.data)),
  }),
  on(securityIncidentResolved, {
    handle: (event, context: Context) => take(event, context, ofSecurity(event.data)),
  }),
  on(deviceIsolated, { handle: (event, context: Context) => take(event, context, ofIsolation(event.data)) }),
  on(deviceReleased, { handle: (event, context: Context) => take(event, context, ofIsolation(event.data)) }),
  on(isolationFailed, { handle: (event, context: Context) => take(event, context, ofIsolation(event.data)) }),
];
