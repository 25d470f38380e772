import type { ThrottleClass } from './throttle-classes.ts';

/** Which host is called. */
export type Api = 'graph' | 'defender';

export interface Cost {
  readonly throttleClass: ThrottleClass;
  readonly units: number;
}

/** What a call costs, by its path below the version (`/users?$top=5`) or below Defender's `/api`. */
export function costOf(api: Api, target: string): Cost {
  const [path = '', query = ''] = target.toLowerCase().split('?', 2);
  const throttleClass = classOf(api, path);
  return { throttleClass, units: throttleClass === 'directory' ? directoryUnits(path, query) : 1 };
}

function classOf(api: Api, path: string): ThrottleClass {
  if (api === 'defender') return path.endsWith('/getpackageuri') ? 'investigation-packages' : 'defender-machines';
  return PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? 'unpublished';
}

/** The first that fits. */
const PATHS: readonly (readonly [RegExp, ThrottleClass])[] = [
  [/^\/devicemanagement\/reports\/exportjobs/, 'export-jobs'],
  [
    /^\/devicemanagement\/(manageddevice|comanageddevices|detectedapps|devicehealthscripts|userexperienceanalytics|windowsmalware)/,
    'intune-devices',
  ],
  [/^\/users\/[^/]+\/manageddevices/, 'intune-devices'],
  [/^\/devicemanagement\/virtualendpoint/, 'unpublished'],
  [/^\/devicemanagement\//, 'intune-configuration'],
  [/^\/auditlogs\//, 'sign-in-logs'],
  [/^\/identity\/conditionalaccess|^\/identityprotection\//, 'conditional-access'],
  [/^\/security\//, 'security'],
  [/^\/admin\/serviceannouncement/, 'service-announcements'],
  [/^\/admin\/windows\/updates/, 'windows-updates'],
  [/^\/users\/[^/]+\/(sendmail|messages|mailfolders)/, 'mail'],
  [/^\/directory\/devicelocalcredentials|^\/devicelocalcredentials/, 'unpublished'],
  [
    /^\/(users|groups|devices|directory|directoryobjects|organization|subscribedskus|rolemanagement|applications|serviceprincipals|domains|contacts)\b/,
    'directory',
  ],
];

/** Base costs of the directory (learn.microsoft.com/graph/throttling-limits, "Pattern"), the first that fits. */
const DIRECTORY_UNITS: readonly (readonly [RegExp, number])[] = [
  [/\/transitivemembers/, 5],
  [/^\/groups\/[^/]+\/members|^\/subscribedskus|\/getbyids$/, 3],
  [/^\/users/, 2],
];

function directoryUnits(path: string, query: string): number {
  let units = DIRECTORY_UNITS.find(([pattern]) => pattern.test(path))?.[1] ?? 1;
  const options = new URLSearchParams(query);
  if (options.has('$select')) units--;
  if (options.has('$expand')) units++;
  const top = options.get('$top');
  if (top !== null && Number(top) < 20) units--;
  return Math.max(units, 1);
}
