import type * as V1 from '@microsoft/microsoft-graph-types';
import type { Call } from '../graph/call.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import type { StopError } from '../model/stop-errors.ts';
import { DAY, HOUR } from '../model/time.ts';
import { shape } from '../odata/shape.ts';
import { dateTime, devicesWhere, isListedAsManaged, managedDeviceId, modelOf } from '../tenant/devices.ts';
import { stopErrorsOf } from '../tenant/stop-error-counts.ts';
import { managedDevicesScope } from './permissions.ts';

const throttle = 'intuneDevices';
const { read } = managedDevicesScope;

/** Endpoint analytics shows the end of the day before yesterday. */
const snapshot = (now: number) => Math.floor(now / DAY - 1) * DAY;

/** How devices start, and how often they crash: a daily snapshot. */
const devicePerformance = shape<number, V1.UserExperienceAnalyticsDevicePerformance>({
  type: 'microsoft.graph.userExperienceAnalyticsDevicePerformance',
  properties: {
    id: { of: (device, { tenant }) => managedDeviceId(tenant, device), filter: ['eq'] },
    averageBlueScreens: (device, { tenant, now }) => stopErrorsOf(tenant, device, snapshot(now)),
    averageRestarts: () => 0,
    blueScreenCount: {
      of: (device, { tenant, now }) => stopErrorsOf(tenant, device, snapshot(now)),
      filter: ['eq', 'gt', 'ge', 'lt', 'le'],
      orderBy: true,
    },
    deviceName: (device, { tenant }) => tenant.fleet.names.name(device),
    healthStatus: { of: () => 'meetingGoals', enumeration: 'userExperienceAnalyticsHealthState' },
    manufacturer: { of: (device, { tenant }) => modelOf(tenant, device).manufacturer, filter: ['eq'] },
    model: { of: (device, { tenant }) => modelOf(tenant, device).model, filter: ['eq'] },
    operatingSystemVersion: (device, { tenant, now }) => tenant.fleet.reported.osVersion(device, snapshot(now)),
    restartCount: (device, { tenant, now }) => stopErrorsOf(tenant, device, snapshot(now)),
    // Microsoft's mark for a time that was not measured.
    coreBootTimeInMs: () => -1,
    coreLoginTimeInMs: () => -1,
  },
});

/** A start of a device; here those that follow a stop error. */
const startup = shape<StopError, V1.UserExperienceAnalyticsDeviceStartupHistory>({
  type: 'microsoft.graph.userExperienceAnalyticsDeviceStartupHistory',
  properties: {
    id: (error, { tenant }) => `${managedDeviceId(tenant, error.device)}_${error.time}`,
    deviceId: { of: ({ device }, { tenant }) => managedDeviceId(tenant, device), filter: ['eq'] },
    isFeatureUpdate: () => false,
    operatingSystemVersion: (error) => error.osVersion,
    restartCategory: { of: () => 'blueScreen', enumeration: 'userExperienceAnalyticsOperatingSystemRestartCategory' },
    restartFaultBucket: ({ module }) => `AV_${module.replace(/\.sys$/, '')}!unknown_function`,
    restartStopCode: ({ code }) => code,
    startTime: { of: (error, call) => dateTime(error.time + clockErrorOf(error, call)), orderBy: true },
    totalBootTimeInMs: () => -1,
  },
});

export const endpointAnalytics: readonly Route[] = [
  list({
    path: '/deviceManagement/userExperienceAnalyticsDevicePerformance',
    permissions: read,
    throttle,
    shape: devicePerformance,
    rows: ({ tenant, now }) => {
      const isEmpty = tenant.fleet.devices() < FEWEST_DEVICES;
      return isEmpty ? [] : devicesWhere(tenant, (device) => isListedAsManaged(tenant, device, now));
    },
    key: (device) => device,
    page: { usual: 1_000, most: 1_000 },
  }),
  list({
    path: '/deviceManagement/userExperienceAnalyticsDeviceStartupHistory',
    permissions: read,
    throttle,
    shape: startup,
    rows: ({ tenant, now }) => tenant.fleet.stopErrors().filter(({ time }) => time <= snapshot(now)),
    key: ({ time, device }) => time + device / KEY_SPREAD,
    page: { usual: 1_000, most: 1_000 },
  }),
];

/** A device stamps its starts by its own clock, which some faults set wrong. */
function clockErrorOf({ device, time }: StopError, { tenant }: Call): number {
  const skews = tenant.fleet.faults.active('clockSkew', time).filter(({ hits }) => hits(device));
  return skews.reduce((sum, { hours }) => sum + (device % 2 === 0 ? hours : -hours) * HOUR, 0);
}

/** Below this many the analytics stay empty. */
const FEWEST_DEVICES = 5;

/** Two devices that crash in one millisecond still have keys of their own. */
const KEY_SPREAD = 1_000_000;
