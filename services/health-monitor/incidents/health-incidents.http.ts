import { healthIncidentEndpoints } from '../../../shared/contracts/http/health.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { RECOVERY } from '../signals/sentences.ts';
import { incidentList, loadIncident } from './incident.store.ts';
import { inCommon, stateOf } from './incident.ts';

export const healthIncidentRoutes = routes(healthIncidentEndpoints, {
  listHealthIncidents: (call) => answerList(call, incidentList, { defaultSort: '-since' }),

  async readHealthIncident({ context, params: { tenantId, incidentId } }) {
    const { devices, ...incident } = await loadIncident(context.state, tenantId, incidentId);
    return ok({
      incidentId,
      ...incident,
      ...inCommon(devices),
      state: stateOf(incident),
      devices: devices.map(({ deviceId }) => deviceId),
      recovery: incident.recovery ?? RECOVERY,
    });
  },
});
