import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { item } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import { type ApprovalRequest, changedAt, expiryOf, statusOf } from '../tenant/approvals.ts';
import { dateTime } from '../tenant/devices.ts';
import type { Kept } from '../tenant/table.ts';

const PATH = '/deviceManagement/operationApprovalRequests';
const throttle = 'intuneConfiguration';
const permissions = ['DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All'];

/** A write that waits for a second administrator, or has had its answer. */
const approvalRequest = shape<Kept<ApprovalRequest>, object, Beta.OperationApprovalRequest & { requestId?: string }>({
  type: 'microsoft.graph.operationApprovalRequest',
  properties: {},
  beta: {
    id: ({ id }) => id,
    requestId: { of: ({ id }) => id, filter: ['eq'] },
    approvalJustification: () => null,
    expirationDateTime: (request) => dateTime(expiryOf(request)),
    lastModifiedDateTime: (request, { tenant, now }) => dateTime(changedAt(tenant, request, now)),
    requestDateTime: ({ requestedAt }) => dateTime(requestedAt),
    requestJustification: ({ justification }) => justification,
    requestor: ({ app }) => ({ application: { id: app } }),
    status: {
      of: (request, { tenant, now }) => statusOf(tenant, request, now),
      filter: ['eq'],
      enumeration: 'operationApprovalRequestStatus',
    },
  },
});

export const approvalRequests: readonly Route[] = [
  list({
    path: PATH,
    since: 'beta',
    permissions,
    throttle,
    shape: approvalRequest,
    rows: ({ tenant }) => tenant.approvalRequests.all(),
    key: ({ number }) => number,
    page: { usual: 100, most: 1_000 },
  }),
  item({
    path: `${PATH}/{id}`,
    since: 'beta',
    permissions,
    throttle,
    shape: approvalRequest,
    find: ({ tenant, params }) => tenant.approvalRequests.get(params['id'] ?? ''),
  }),
];
