import type { SecurityNamespace as Security } from '@microsoft/microsoft-graph-types';
import type { Call } from '../graph/call.ts';
import { item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import type { Alert } from '../model/alerts.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Triage } from '../tenant/triage.ts';
import { evidenceOf } from './alert-evidence.ts';
import { alertScope } from './permissions.ts';
import { commentsOf, triageRoutes } from './triage.ts';

const PATH = '/security/alerts_v2';
const throttle = 'security';
const { read, write } = alertScope;

/** Something that a product of Microsoft found suspicious. */
export const securityAlert = shape<Alert, Security.Alert>({
  type: 'microsoft.graph.security.alert',
  properties: {
    id: (alert, { tenant }) => tenant.fleet.ids.of('alert', alert.index),
    actorDisplayName: () => null,
    additionalData: () => null,
    alertPolicyId: () => null,
    alertWebUrl: (alert, { tenant }) => `https://security.example/alerts/${tenant.fleet.ids.of('alert', alert.index)}`,
    assignedTo: { of: (alert, call) => triage(alert, call)?.assignedTo ?? null, filter: ['eq', 'ne'] },
    category: (alert) => alert.template.category,
    classification: {
      of: (alert, call) => (triage(alert, call)?.classification ?? null) as Security.AlertClassification | null,
      filter: ['eq', 'ne'],
      enumeration: 'security.alertClassification',
    },
    comments: (alert, call) => commentsOf(triage(alert, call)),
    createdDateTime: { of: (alert, call) => dateTime(shownAt(alert, call)), filter: ['eq', 'ge', 'gt', 'le', 'lt'] },
    description: (alert) => alert.template.title,
    detectionSource: {
      of: (alert) => SOURCES[alert.template.source].detection,
      enumeration: 'security.detectionSource',
    },
    detectorId: (alert) => `detector-${alert.template.category.toLowerCase()}`,
    determination: {
      of: (alert, call) => (triage(alert, call)?.determination ?? null) as Security.AlertDetermination | null,
      filter: ['eq', 'ne'],
      enumeration: 'security.alertDetermination',
    },
    evidence: evidenceOf,
    firstActivityDateTime: (alert) => dateTime(alert.time),
    incidentId: (alert) => String(alert.incident + 1),
    incidentWebUrl: (alert) => `https://security.example/incidents/${alert.incident + 1}`,
    lastActivityDateTime: (alert) => dateTime(alert.time),
    lastUpdateDateTime: {
      of: (alert, call) => dateTime(updatedAt(alert, call)),
      filter: ['eq', 'ge', 'gt', 'le', 'lt'],
    },
    mitreTechniques: (alert) => alert.template.techniques,
    productName: (alert) => SOURCES[alert.template.source].product,
    providerAlertId: (alert) => `da${alert.index}`,
    recommendedActions: () => null,
    resolvedDateTime: (alert, call) => (statusOf(alert, call) === 'resolved' ? dateTime(updatedAt(alert, call)) : null),
    serviceSource: {
      of: (alert) => SOURCES[alert.template.source].service,
      filter: ['eq', 'ne'],
      enumeration: 'security.serviceSource',
    },
    severity: { of: (alert) => alert.template.severity, filter: ['eq', 'ne'], enumeration: 'security.alertSeverity' },
    status: { of: statusOf, filter: ['eq', 'ne'], enumeration: 'security.alertStatus' },
    systemTags: () => [],
    tenantId: (_alert, { tenant }) => tenant.id,
    threatDisplayName: () => null,
    threatFamilyName: () => null,
    title: (alert) => alert.template.title,
  },
});

export const alerts: readonly Route[] = [
  list({
    path: PATH,
    permissions: read,
    throttle,
    shape: securityAlert,
    rows: (call) => visibleAlerts(call).toReversed(),
    key: ({ index }) => -index,
    page: { usual: 100, most: 999 },
    options: ['$filter', '$top', '$skip', '$count', '$skiptoken'],
  }),
  item({ path: `${PATH}/{id}`, permissions: read, throttle, shape: securityAlert, find: inPath }),
  ...triageRoutes({
    path: PATH,
    permissions: write,
    throttle,
    shape: securityAlert,
    find: inPath,
    of: {
      read: triage,
      write: ({ index }, given, { tenant }) => void tenant.alertTriage.set(index, given),
    },
    status: 'security.alertStatus',
  }),
];

/** The alerts that services are shown by now, oldest first. */
export function visibleAlerts(call: Call): Alert[] {
  return call.tenant.fleet.alerts.all().filter((alert) => shownAt(alert, call) <= call.now);
}

const shownAt = ({ index, time }: Alert, { tenant }: Call) => tenant.fleet.visibleAt(index, 'alert', time);

export function updatedAt(alert: Alert, call: Call): number {
  const remediated = alert.remediatedAt !== undefined && alert.remediatedAt <= call.now ? alert.remediatedAt : 0;
  return Math.max(shownAt(alert, call), remediated, triage(alert, call)?.updatedAt ?? 0);
}

function triage({ index }: Alert, { tenant }: Call): Triage | undefined {
  return tenant.alertTriage.get(index);
}

function statusOf(alert: Alert, call: Call): Security.AlertStatus {
  const given = triage(alert, call)?.status as Security.AlertStatus | undefined;
  if (given !== undefined) return given;
  return alert.remediatedAt !== undefined && alert.remediatedAt <= call.now ? 'resolved' : 'new';
}

function inPath(call: Call): Alert | undefined {
  const named = call.tenant.fleet.ids.read(call.params['id'] ?? '');
  if (named?.kind !== 'alert') return undefined;
  const alert = call.tenant.fleet.alerts.all()[named.index];
  return alert && shownAt(alert, call) <= call.now ? alert : undefined;
}

const SOURCES = {
  endpoint: {
    service: 'microsoftDefenderForEndpoint',
    detection: 'microsoftDefenderForEndpoint',
    product: 'Microsoft Defender for Endpoint',
  },
  identity: {
    service: 'azureAdIdentityProtection',
    detection: 'azureAdIdentityProtection',
    product: 'Microsoft Entra ID Protection',
  },
  mail: {
    service: 'microsoftDefenderForOffice365',
    detection: 'microsoftDefenderForOffice365',
    product: 'Microsoft Defender for Office 365',
  },
} as const;
