import * as z from 'zod';
import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';
import { isGraphFailure } from '../../../shared/graph/errors.ts';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { at, odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { ListedAlert, Machine, Severity } from './alert.ts';
import type { AlertTriage } from './triage.ts';

const evidence = z.looseObject({
  mdeDeviceId: z.string().nullish(),
  azureAdDeviceId: z.string().nullish(),
});

const alertBody = z.looseObject({
  id: z.string().max(200),
  incidentId: z.string().max(100),
  title: z.string().nullish(),
  severity: z.string().nullish(),
  category: z.string().nullish(),
  status: z.string().nullish(),
  assignedTo: z.string().nullish(),
  createdDateTime: z.iso.datetime({ offset: true }),
  lastUpdateDateTime: z.iso.datetime({ offset: true }),
  evidence: z.array(evidence).default([]),
});

/** Alerts that were changed since a moment. Whatever is no alert that can be read is passed over, and the others are not. */
export async function alertsSince(graph: Graph, since: number): Promise<ListedAlert[]> {
  const path = withQuery('/security/alerts_v2', {
    filter: odata`lastUpdateDateTime ge ${new Date(since)}`,
    top: 100,
  });
  const alerts: ListedAlert[] = [];
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      const alert = alertBody.safeParse(item).data;
      if (alert) alerts.push(listed(alert));
    }
  return alerts;
}

function listed(alert: z.output<typeof alertBody>): ListedAlert {
  return {
    alertId: alert.id,
    incident: alert.incidentId,
    title: (alert.title || 'Alert without a title').slice(0, 512),
    severity: severityOf(alert.severity),
    category: alert.category?.slice(0, 128) ?? null,
    status: alert.status ?? 'new',
    assignedTo: alert.assignedTo ?? null,
    createdAt: new Date(alert.createdDateTime).toISOString(),
    updatedAt: new Date(alert.lastUpdateDateTime).toISOString(),
    machines: alert.evidence.flatMap(({ mdeDeviceId, azureAdDeviceId }): Machine[] =>
      mdeDeviceId ? [{ machineId: mdeDeviceId, entraDeviceId: azureAdDeviceId?.toLowerCase() ?? null }] : [],
    ),
  };
}

/** A severity that is newer than this release is not taken for nothing. */
const severityOf = (text: string | null | undefined): Severity =>
  ALERT_SEVERITIES.find((each) => each === text) ?? 'medium';

/** Written twice, the end is the same. Tells which alerts refuse it for good, and which are to be tried again. */
export async function patchAlerts(graph: Graph, { alertIds, body }: AlertTriage): Promise<Patched> {
  const items = alertIds.map((id) => ({ id, method: 'PATCH' as const, path: at`/security/alerts_v2/${id}`, body }));
  try {
    const results = await graph.batch('v1.0', items);
    const kindOf = (id: string) => results.get(id)?.kind;
    return {
      refused: alertIds.filter((id) => kindOf(id) === 'failed'),
      open: alertIds.filter((id) => kindOf(id) !== 'failed' && kindOf(id) !== 'answered'),
    };
  } catch (error) {
    if (isGraphFailure(error, 'graph-writes-not-allowed')) return { refused: alertIds, open: [] };
    throw error;
  }
}

interface Patched {
  readonly refused: readonly string[];
  readonly open: readonly string[];
}
