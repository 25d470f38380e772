import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { loadPage } from '../incidents/alert-page.store.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { urgent } from '../microsoft.graph.ts';
import { patchAlerts } from './alerts.graph.ts';
import { type AlertTriage, triageOf } from './triage.ts';

const work = defineWork({ type: 'omd.work.triage-alerts.v1', data: z.object({ incidentId: z.string() }) });

/** Brings the alerts at Microsoft to where their incident is here, so that nobody else works on them. */
export const triageAlerts = on(work, {
  async handle({ tenantid: tenantId, data }, context: Context) {
    const incident = (await context.state.load(incidentAggregate, tenantId, data.incidentId))?.state;
    if (!incident) return;
    for (let page = 0; page <= incident.pages.length; page++) {
      const key = { tenantId, incidentId: data.incidentId, page };
      const alerts = page === 0 ? incident.alerts : [...(await loadPage(context.state, key))];
      const triage = triageOf({ ...incident, alerts });
      if (triage) await patch({ ...context, tenantId }, triage);
    }
  },
});

/** `reason` names the occasion: the same one asks once. */
export async function enqueueTriage(context: TenantContext, incidentId: string, reason: string): Promise<void> {
  const { bus, tenantId } = context;
  await bus.enqueue(work, { incidentId }, { tenantId, id: `${incidentId}/${reason}`, cause: causeOf(context) });
}

async function patch(context: TenantContext, triage: AlertTriage): Promise<void> {
  const { refused, open } = await patchAlerts(urgent(context, 'telling how an incident stands'), triage);
  if (refused.length > 0) context.log.warn('Microsoft does not let alerts be changed', { alerts: refused.length });
  if (open.length > 0) throw new Error(`${open.length} alerts are still to be changed.`);
}
