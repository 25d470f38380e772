import { securityIncidentEndpoints } from '../../../shared/contracts/http/security-incidents.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { resolveAlerts } from '../alerts/alerts.graph.ts';
import { devicesIsolated, incidentUnknown } from '../errors.ts';
import { urgent } from '../microsoft.graph.ts';
import { incidentAggregate, incidentList } from './incident.store.ts';
import { type Incident, recordOf, resolved } from './incident.ts';

export const incidentRoutes = routes(securityIncidentEndpoints, {
  listSecurityIncidents: (call) => answerList(call, incidentList, { defaultSort: '-lastSeen' }),

  async readSecurityIncident({ context: { state, tenantId }, params: { incidentId } }) {
    const found = await state.load(incidentAggregate, tenantId, incidentId);
    if (!found) throw incidentUnknown();
    return ok(bodyOf(found.state), { etag: found.etag });
  },

  async resolveSecurityIncident(call) {
    const { context, params, body } = call;
    const { state, tenantId } = context;
    const key = { tenantId, id: params.incidentId };
    const { state: incident } = await state.change(
      incidentAggregate,
      key,
      (current) => {
        if (!current) throw incidentUnknown();
        if (current.isolated.length > 0) throw devicesIsolated();
        return resolved(current, body.comment, body.classification);
      },
      commandOf(call),
    );
    if (!incident) throw incidentUnknown();
    const graph = urgent(context, 'ending the alerts of an incident that is over');
    const left = await resolveAlerts(graph, incident.alertIds, body.classification);
    if (left.length > 0) context.log.warn('alerts could not be ended at Microsoft', { alerts: left.length });
    return ok(bodyOf(incident));
  },
});

function bodyOf(incident: Incident) {
  return {
    ...recordOf(incident),
    alerts: incident.alerts.map(({ updatedAt: _, ...alert }) => alert),
    isolated: incident.isolated,
  };
}
