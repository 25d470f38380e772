import type * as V1 from '@microsoft/microsoft-graph-types';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';
import { skuIds } from '../tenant/skus.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { userCount } from '../tenant/users.ts';
import { directoryScope } from './permissions.ts';

const throttle = 'directory';

/** The customer itself. */
const organization = shape<Tenant, V1.Organization>({
  type: 'microsoft.graph.organization',
  properties: {
    id: ({ id }) => id,
    countryLetterCode: () => 'DE',
    createdDateTime: ({ fleet }) => dateTime(fleet.start),
    displayName: ({ displayName }) => displayName,
    verifiedDomains: ({ domain }) => [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: false,
        name: domain,
        type: 'Managed',
      },
    ],
  },
});

type Sku = keyof typeof skuIds;

/** What the customer has bought. */
const subscribedSku = shape<Sku, V1.SubscribedSku>({
  type: 'microsoft.graph.subscribedSku',
  properties: {
    id: (sku, { tenant }) => `${tenant.id}_${skuIds[sku]}`,
    appliesTo: () => 'User',
    capabilityStatus: () => 'Enabled',
    consumedUnits: (sku, { tenant }) => holders(tenant, sku),
    prepaidUnits: (sku, { tenant }) => ({
      enabled: Math.ceil(holders(tenant, sku) * 1.1),
      suspended: 0,
      warning: 0,
      lockedOut: 0,
    }),
    servicePlans: () => [],
    skuId: (sku) => skuIds[sku],
    skuPartNumber: (sku) => sku,
  },
});

export const organizations: readonly Route[] = [
  list({
    path: '/organization',
    permissions: ['Organization.Read.All', 'DeviceManagementServiceConfig.Read.All', ...directoryScope],
    throttle,
    shape: organization,
    rows: ({ tenant }) => [tenant],
    key: () => 0,
    page: { usual: 100, most: 999 },
    options: ['$select'],
  }),
  list({
    path: '/subscribedSkus',
    permissions: ['LicenseAssignment.Read.All', ...directoryScope],
    throttle,
    units: 3,
    shape: subscribedSku,
    rows: () => skus,
    key: (sku) => skus.indexOf(sku),
    page: { usual: 100, most: 999 },
    options: ['$select'],
  }),
];

const skus = Object.keys(skuIds) as Sku[];

function holders(tenant: Tenant, sku: Sku): number {
  let count = 0;
  for (let user = 0; user < userCount(tenant); user += 1) if (tenant.fleet.user(user).licence === sku) count += 1;
  return count;
}
