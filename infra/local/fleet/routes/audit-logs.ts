import type * as V1 from '@microsoft/microsoft-graph-types';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import type { Change } from '../tenant/change-log.ts';
import { dateTime } from '../tenant/devices.ts';

/** What was changed in the directory, and when. */
const directoryAudit = shape<Change, V1.DirectoryAudit>({
  type: 'microsoft.graph.directoryAudit',
  properties: {
    id: ({ number }) => `Directory_${number}`,
    activityDateTime: { of: ({ time }) => dateTime(time), filter: ['ge', 'gt', 'le', 'lt'] },
    activityDisplayName: ({ kind, what }) => `${typeof what === 'string' ? VERBS[what] : 'Update'} ${kind}`,
    category: ({ kind }) => `${kind[0]?.toUpperCase()}${kind.slice(1)}Management`,
    result: () => 'success',
    targetResources: ({ kind, index }, { tenant }) => [
      {
        id: tenant.fleet.ids.of(kind === 'device' ? 'entraObject' : kind, index),
        type: `${kind[0]?.toUpperCase()}${kind.slice(1)}`,
      },
    ],
  },
});

const VERBS = { created: 'Add', deleted: 'Delete' } as const;

export const auditLogs: readonly Route[] = [
  list({
    path: '/auditLogs/directoryAudits',
    permissions: ['AuditLog.Read.All'],
    throttle: 'reports',
    shape: directoryAudit,
    rows: ({ tenant }) =>
      (['user', 'group', 'device'] as const)
        .flatMap((kind) => tenant.changes.since(kind, 0))
        .sort((a, b) => b.number - a.number),
    key: ({ number }) => -number,
    page: { usual: 100, most: 999 },
    options: ['$filter', '$top', '$skiptoken'],
  }),
];
