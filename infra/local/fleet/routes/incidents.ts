import type { SecurityNamespace as Security } from '@microsoft/microsoft-graph-types';
import type { Call } from '../graph/call.ts';
import { item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import type { Alert, Incident } from '../model/alerts.ts';
import { renderer, shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Triage } from '../tenant/triage.ts';
import { securityAlert, updatedAt, visibleAlerts } from './alerts.ts';
import { incidentScope } from './permissions.ts';
import { commentsOf, triageRoutes } from './triage.ts';

const PATH = '/security/incidents';
const throttle = 'security';
const { read, write } = incidentScope;

/** Alerts that belong together. */
const incident = shape<Incident, Security.Incident>({
  type: 'microsoft.graph.security.incident',
  properties: {
    id: ({ index }) => String(index + 1),
    assignedTo: { of: (of, call) => triage(of, call)?.assignedTo ?? null, filter: ['eq', 'ne'] },
    classification: {
      of: (of, call) => (triage(of, call)?.classification ?? 'unknown') as Security.AlertClassification,
      filter: ['eq', 'ne'],
      enumeration: 'security.alertClassification',
    },
    comments: (of, call) => commentsOf(triage(of, call)),
    createdDateTime: { of: ({ openedAt }) => dateTime(openedAt), filter: ['eq', 'ge', 'gt', 'le', 'lt'] },
    customTags: () => [],
    description: () => null,
    determination: {
      of: (of, call) => (triage(of, call)?.determination ?? 'unknown') as Security.AlertDetermination,
      filter: ['eq', 'ne'],
      enumeration: 'security.alertDetermination',
    },
    displayName: (of, call) => alertsOf(of, call)[0]?.template.title ?? '',
    incidentWebUrl: ({ index }) => `https://security.example/incidents/${index + 1}`,
    lastUpdateDateTime: { of: (of, call) => dateTime(changedAt(of, call)), filter: ['eq', 'ge', 'gt', 'le', 'lt'] },
    redirectIncidentId: () => null,
    severity: { of: severityOf, filter: ['eq', 'ne'], enumeration: 'security.alertSeverity' },
    status: {
      of: (of, call) => (triage(of, call)?.status ?? 'active') as Security.IncidentStatus,
      filter: ['eq', 'ne'],
      enumeration: 'security.incidentStatus',
    },
    summary: () => null,
    systemTags: () => [],
    tenantId: (_of, { tenant }) => tenant.id,
  },
  navigations: [
    {
      name: 'alerts',
      expand: (of, call, select) => {
        const render = renderer(securityAlert, { ...call, query: { ...call.query, select, expand: [] } }, 'list');
        return alertsOf(of, call).map(render);
      },
    },
  ],
});

export const incidents: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: incident,
    rows: (call) => visibleIncidents(call).toReversed(),
    key: ({ index }) => -index,
    page: { usual: 50, most: 50 },
    options: ['$filter', '$top', '$skip', '$count', '$expand', '$skiptoken'],
  }),
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: incident, find: inPath }),
  ...triageRoutes({
    path: PATH,
    permissions: write,
    throttle,
    shape: incident,
    find: inPath,
    of: {
      read: triage,
      write: ({ index }, given, { tenant }) => void tenant.incidentTriage.set(index, given),
    },
    status: 'security.incidentStatus',
  }),
];

function triage({ index }: Incident, { tenant }: Call): Triage | undefined {
  return tenant.incidentTriage.get(index);
}

function alertsOf({ index }: Incident, call: Call): Alert[] {
  return visibleAlerts(call).filter((alert) => alert.incident === index);
}

function visibleIncidents(call: Call): Incident[] {
  const shown = new Set(visibleAlerts(call).map((alert) => alert.incident));
  return call.tenant.fleet.alerts.incidents().filter(({ index }) => shown.has(index));
}

function inPath(call: Call): Incident | undefined {
  const index = Number(call.params['id']) - 1;
  return visibleIncidents(call).find((each) => each.index === index);
}

const changedAt = (of: Incident, call: Call) =>
  Math.max(of.openedAt, triage(of, call)?.updatedAt ?? 0, ...alertsOf(of, call).map((alert) => updatedAt(alert, call)));

const severities = ['informational', 'low', 'medium', 'high'] as const;

function severityOf(of: Incident, call: Call): Security.AlertSeverity {
  const highest = Math.max(0, ...alertsOf(of, call).map(({ template }) => severities.indexOf(template.severity)));
  return severities[highest] ?? 'informational';
}
