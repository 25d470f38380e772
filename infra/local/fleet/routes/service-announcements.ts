import type * as V1 from '@microsoft/microsoft-graph-types';
import type { PlannedFault } from '../faults/planned-fault.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';

/** Trouble on Microsoft's side: one issue for each fault of Graph itself. */
const issue = shape<PlannedFault, V1.ServiceHealthIssue>({
  type: 'microsoft.graph.serviceHealthIssue',
  properties: {
    id: ({ number }) => `IT${String(number + 1).padStart(6, '0')}`,
    title: () => 'Some calls to Microsoft Graph fail',
    startDateTime: ({ from }) => dateTime(from),
    endDateTime: ({ until }, { now }) => (until <= now ? dateTime(until) : null),
    lastModifiedDateTime: ({ from, until }, { now }) => dateTime(until <= now ? until : from),
    classification: { of: () => 'incident', filter: ['eq'], enumeration: 'serviceHealthClassificationType' },
    isResolved: { of: ({ until }, { now }) => until <= now, filter: ['eq'] },
    service: { of: () => 'Microsoft Intune', filter: ['eq'] },
    status: {
      of: ({ until }, { now }) => (until <= now ? 'serviceRestored' : 'serviceDegradation'),
      filter: ['eq'],
      enumeration: 'serviceHealthStatus',
    },
    posts: () => [],
  },
});

export const serviceAnnouncements: readonly Route[] = [
  list({
    path: '/admin/serviceAnnouncement/issues',
    permissions: ['ServiceHealth.Read.All'],
    throttle: 'serviceHealth',
    shape: issue,
    rows: ({ tenant, now }) =>
      tenant.fleet.faults.planned().filter(({ fault, from }) => fault.effect.kind === 'graphErrors' && from <= now),
    key: ({ number }) => number,
    page: { usual: 100, most: 999 },
    options: ['$filter', '$top', '$skip', '$count', '$skiptoken'],
  }),
];
