import type * as V1 from '@microsoft/microsoft-graph-types';
import type * as Beta from '@microsoft/microsoft-graph-types-beta';
import { z } from 'zod';
import { graphEnum } from '../data/graph-enums.ts';
import { type Call, ok } from '../graph/call.ts';
import { badRequest } from '../graph/errors.ts';
import { found } from '../graph/item.ts';
import { list } from '../graph/list.ts';
import { action, type Route } from '../graph/route.ts';
import { assignmentsOf, stored } from '../graph/stored.ts';
import { type Properties, shape } from '../odata/shape.ts';
import { dateTime, isManaged, modelOf, ownerOf } from '../tenant/devices.ts';
import { deviceMembers, groupOf } from '../tenant/groups.ts';
import { obeyUpdateRing, PAUSE_MS, type Policy, UPDATE_RING } from '../tenant/policies.ts';
import type { Kept } from '../tenant/table.ts';
import { configurationScope } from './permissions.ts';

const PATH = '/deviceManagement/deviceConfigurations';
const throttle = 'intuneConfiguration';
const { read, write } = configurationScope;

type UpdateRing = V1.WindowsUpdateForBusinessConfiguration;

const member = (name: string) => z.string().refine((text) => graphEnum(name).v1.includes(text), `a member of ${name}`);
const days = (most: number) => z.int().min(0).max(most);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/);

const ring = z.object({
  displayName: z.string().min(1).max(1_000),
  description: z.string().nullish(),
  automaticUpdateMode: member('automaticUpdateMode').optional(),
  businessReadyUpdatesOnly: member('windowsUpdateType').optional(),
  microsoftUpdateServiceAllowed: z.boolean().optional(),
  driversExcluded: z.boolean().optional(),
  qualityUpdatesDeferralPeriodInDays: days(30).optional(),
  featureUpdatesDeferralPeriodInDays: days(365).optional(),
  qualityUpdatesPaused: z.boolean().optional(),
  featureUpdatesPaused: z.boolean().optional(),
  qualityUpdatesWillBeRolledBack: z.boolean().nullish(),
  featureUpdatesWillBeRolledBack: z.boolean().nullish(),
  featureUpdatesRollbackWindowInDays: z.int().min(2).max(60).nullish(),
  deadlineForQualityUpdatesInDays: days(30).nullish(),
  deadlineForFeatureUpdatesInDays: days(30).nullish(),
  deadlineGracePeriodInDays: days(7).nullish(),
  postponeRebootUntilAfterDeadline: z.boolean().nullish(),
  deliveryOptimizationMode: member('windowsDeliveryOptimizationMode').optional(),
  prereleaseFeatures: member('prereleaseFeatures').optional(),
  updateNotificationLevel: member('windowsUpdateNotificationDisplayOption').optional(),
  userPauseAccess: member('enablement').optional(),
  userWindowsUpdateScanAccess: member('enablement').optional(),
  allowWindows11Upgrade: z.boolean().optional(),
  installationSchedule: z
    .strictObject({
      '@odata.type': z.literal('#microsoft.graph.windowsUpdateActiveHoursInstall'),
      activeHoursStart: timeOfDay,
      activeHoursEnd: timeOfDay,
    })
    .nullish(),
});

const written = <Name extends keyof UpdateRing>(name: Name, otherwise: UpdateRing[Name]) => ({
  [name]: ({ values }: Kept<Policy>) => (values[name] ?? otherwise) as UpdateRing[Name],
});

const settings: Properties<Kept<Policy>, UpdateRing> = {
  ...written('automaticUpdateMode', 'userDefined'),
  ...written('businessReadyUpdatesOnly', 'userDefined'),
  ...written('microsoftUpdateServiceAllowed', true),
  ...written('driversExcluded', false),
  ...written('qualityUpdatesDeferralPeriodInDays', 0),
  ...written('featureUpdatesDeferralPeriodInDays', 0),
  ...written('featureUpdatesPaused', false),
  ...written('qualityUpdatesWillBeRolledBack', false),
  ...written('featureUpdatesWillBeRolledBack', false),
  ...written('featureUpdatesRollbackWindowInDays', 10),
  ...written('deadlineForQualityUpdatesInDays', null),
  ...written('deadlineForFeatureUpdatesInDays', null),
  ...written('deadlineGracePeriodInDays', null),
  ...written('postponeRebootUntilAfterDeadline', null),
  ...written('deliveryOptimizationMode', 'userDefined'),
  ...written('prereleaseFeatures', 'userDefined'),
  ...written('updateNotificationLevel', 'notConfigured'),
  ...written('userPauseAccess', 'enabled'),
  ...written('userWindowsUpdateScanAccess', 'enabled'),
  ...written('installationSchedule', null),
};

/** An update ring: when its groups are offered updates, and by when they must have restarted. */
const updateRing = shape<
  Kept<Policy>,
  UpdateRing & { '@odata.type'?: string },
  Beta.WindowsUpdateForBusinessConfiguration
>({
  type: 'microsoft.graph.windowsUpdateForBusinessConfiguration',
  properties: {
    '@odata.type': ({ type }) => type,
    id: { of: ({ id }) => id, filter: ['eq'] },
    createdDateTime: ({ createdAt }) => dateTime(createdAt),
    lastModifiedDateTime: ({ modifiedAt }) => dateTime(modifiedAt),
    version: ({ version }) => version,
    displayName: { of: ({ values }) => String(values['displayName']), filter: ['eq', 'startswith', 'contains'] },
    description: ({ values }) => (values['description'] ?? null) as string | null,
    ...settings,
    qualityUpdatesPaused: ({ pausedAt = Number.NaN }, { now }) => now < pausedAt + PAUSE_MS,
    qualityUpdatesPauseStartDate: ({ pausedAt }) => (pausedAt === undefined ? null : dateTime(pausedAt).slice(0, 10)),
    qualityUpdatesPauseExpiryDateTime: ({ pausedAt }) =>
      pausedAt === undefined ? NEVER : dateTime(pausedAt + PAUSE_MS),
  },
  beta: { allowWindows11Upgrade: ({ values }) => values['allowWindows11Upgrade'] === true },
  navigations: [{ name: 'assignments', expand: assignmentsOf }],
});

const deviceStatus = shape<StatusRow, V1.DeviceConfigurationDeviceStatus>({
  type: 'microsoft.graph.deviceConfigurationDeviceStatus',
  properties: {
    id: ({ policy, device }, { tenant }) =>
      `${policy.id}_${tenant.fleet.ids.of('managedDevice', device, tenant.fleet.columns.generation[device])}`,
    deviceDisplayName: ({ device }, { tenant }) => tenant.fleet.names.name(device),
    deviceModel: ({ device }, { tenant }) => modelOf(tenant, device).model,
    lastReportedDateTime: ({ device }, { tenant, now }) => dateTime(tenant.fleet.reported.lastSync(device, now)),
    status: {
      of: ({ policy, device }, { tenant, now }) =>
        tenant.fleet.reported.lastSync(device, now) > policy.modifiedAt ? 'compliant' : 'unknown',
      enumeration: 'complianceStatus',
    },
    userPrincipalName: ({ device }, { tenant }) => ownerOf(tenant, device)?.userPrincipalName ?? '',
  },
});

interface StatusRow {
  readonly policy: Kept<Policy>;
  readonly device: number;
}

export const updateRings: readonly Route[] = [
  ...stored({
    path: PATH,
    permissions: configurationScope,
    throttle,
    shape: updateRing,
    table: ({ updateRings: table }) => table,
    body: ring,
    type: UPDATE_RING,
    assignments: 'assignments',
    derive: ({ qualityUpdatesPaused }, before, now) => ({
      pausedAt: qualityUpdatesPaused === true ? (before?.pausedAt ?? now) : undefined,
    }),
    changed: obeyUpdateRing,
  }),
  action({
    path: `${PATH}/{id}/extendQualityUpdatesPause`,
    since: 'beta',
    permissions: write,
    throttle,
    run: (call) => {
      const before = found(call.tenant.updateRings.get(call.params['id'] ?? ''), call);
      if (before.pausedAt === undefined) throw badRequest('Quality updates are not paused.');
      const after = call.tenant.updateRings.change(before.id, { pausedAt: call.now, modifiedAt: call.now });
      obeyUpdateRing(call.tenant, { before, ...(after && { after }) });
      return ok({});
    },
  }),
  list({
    path: `${PATH}/{id}/deviceStatuses`,
    permissions: read,
    throttle,
    shape: deviceStatus,
    rows: statusRows,
    key: ({ device }) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
];

const NEVER = '0001-01-01T00:00:00Z';

function statusRows(call: Call): StatusRow[] {
  const { tenant, params, now } = call;
  const policy = found(tenant.updateRings.get(params['id'] ?? ''), call);
  const devices = new Set(
    policy.groups.flatMap((id) => {
      const group = groupOf(tenant, id);
      return group ? deviceMembers(tenant, group, now) : [];
    }),
  );
  return [...devices]
    .filter((device) => isManaged(tenant, device))
    .sort((a, b) => a - b)
    .map((device) => ({ policy, device }));
}
