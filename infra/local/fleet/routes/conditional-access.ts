import type * as V1 from '@microsoft/microsoft-graph-types';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';

/** Who may sign in from where. The tenant has one policy, which excludes nobody. */
const policy = shape<number, V1.ConditionalAccessPolicy>({
  type: 'microsoft.graph.conditionalAccessPolicy',
  properties: {
    id: (index, { tenant }) => tenant.fleet.ids.of('other', index, POLICY_IDS),
    displayName: () => 'Require multifactor authentication',
    state: { of: () => 'enabled', filter: ['eq'], enumeration: 'conditionalAccessPolicyState' },
    conditions: () => ({ users: { includeUsers: ['All'], excludeUsers: [], excludeGroups: [] } }),
  },
});

/** Beyond the kinds that callers make. */
const POLICY_IDS = 1_000;

export const conditionalAccess: readonly Route[] = [
  list({
    path: '/identity/conditionalAccess/policies',
    permissions: ['Policy.Read.All'],
    throttle: 'conditionalAccess',
    shape: policy,
    rows: () => [0],
    key: (index) => index,
    page: { usual: 100, most: 999 },
    options: ['$select', '$filter', '$top', '$skiptoken'],
  }),
];
