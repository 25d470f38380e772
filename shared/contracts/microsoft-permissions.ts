import type { ServiceName } from './events/topology.ts';

/** Look at everything, or do the product's work. */
export const PRESETS = ['read-only', 'full'] as const;

export type Preset = (typeof PRESETS)[number];

/** An application permission of one of Microsoft's APIs, by the name that the reference gives it. */
export interface MicrosoftPermission {
  readonly api: 'graph' | 'defender';
  readonly name: string;
}

const graph = (...names: readonly string[]): MicrosoftPermission[] => names.map((name) => ({ api: 'graph', name }));
const defender = (...names: readonly string[]): MicrosoftPermission[] =>
  names.map((name) => ({ api: 'defender', name }));

/** What each service needs, and no more. Names as in learn.microsoft.com/graph/permissions-reference and the Defender API's pages. */
export const NEEDED: Readonly<Record<ServiceName, Readonly<Record<Preset, readonly MicrosoftPermission[]>>>> = {
  'device-registration': {
    'read-only': graph(
      'DeviceManagementServiceConfig.Read.All',
      'DeviceManagementManagedDevices.Read.All',
      'Device.Read.All',
      'Group.Read.All',
    ),
    full: graph(
      'DeviceManagementServiceConfig.ReadWrite.All',
      'DeviceManagementManagedDevices.Read.All',
      'Device.Read.All',
      'Group.ReadWrite.All',
    ),
  },
  'update-orchestrator': {
    'read-only': graph(
      'DeviceManagementConfiguration.Read.All',
      'DeviceManagementManagedDevices.Read.All',
      'Group.Read.All',
    ),
    full: graph(
      'DeviceManagementConfiguration.ReadWrite.All',
      'DeviceManagementManagedDevices.Read.All',
      'Group.ReadWrite.All',
      'WindowsUpdates.ReadWrite.All',
    ),
  },
  'health-monitor': {
    'read-only': graph('DeviceManagementManagedDevices.Read.All', 'DeviceManagementConfiguration.Read.All'),
    full: graph('DeviceManagementManagedDevices.Read.All', 'DeviceManagementConfiguration.Read.All'),
  },
  'ticket-router': { 'read-only': [], full: [] },
  'security-alert-responder': {
    'read-only': [...graph('SecurityAlert.Read.All', 'SecurityIncident.Read.All'), ...defender('Machine.Read.All')],
    full: [
      ...graph('SecurityAlert.ReadWrite.All', 'SecurityIncident.ReadWrite.All'),
      ...defender('Machine.Read.All', 'Machine.Isolate'),
    ],
  },
};

/** Codes of calls that Microsoft refuses, or that are not made, until a person has granted something. */
export const UNGRANTED: ReadonlySet<string> = new Set([
  'graph-consent-missing',
  'graph-permission-missing',
  'graph-writes-not-allowed',
  'graph-approval-required',
]);

/** Those of the needed permissions that are not among the granted; who may write may read. */
export function missingFrom(
  needed: readonly MicrosoftPermission[],
  granted: Readonly<Record<MicrosoftPermission['api'], readonly string[]>>,
): MicrosoftPermission[] {
  return needed.filter(({ api, name }) => {
    const more = name.replace(/\.Read\.All$/, '.ReadWrite.All');
    return !granted[api].includes(name) && !granted[api].includes(more);
  });
}
