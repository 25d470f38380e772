import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ScriptName, scriptNamed } from './faults/scripts.ts';
import { usualWeather } from './graph/weather.ts';
import { DAY } from './model/time.ts';
import { DEFENDER_PREFIX } from './routes/addresses.ts';
import { routes } from './routes/routes.ts';
import { type TestCloud, testCloud } from './test-cloud.ts';

const LISTS = [
  '/v1.0/deviceManagement/managedDevices',
  '/beta/deviceManagement/managedDeviceEncryptionStates',
  '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities',
  '/v1.0/deviceManagement/userExperienceAnalyticsDevicePerformance',
  '/v1.0/deviceManagement/userExperienceAnalyticsDeviceStartupHistory',
  '/v1.0/devices?$top=500',
  '/v1.0/users?$top=500',
  '/v1.0/groups',
  '/v1.0/security/alerts_v2',
  '/v1.0/security/incidents',
  '/defender/api/machines',
];

/** Asks for every list every few days of a month in which much goes wrong. */
async function monthOf(cloud: TestCloud, say: (answer: unknown) => void): Promise<void> {
  for (const name of ['bad-update', 'mass-reenrol', 'ransomware'] as const)
    cloud.tenant.fleet.faults.inject(scriptNamed(name).faults);
  for (let day = 0; day < 30; day += 3) {
    cloud.clock.jumpTo(cloud.clock.now() + 3 * DAY);
    for (const path of LISTS) {
      const { status, body } = await cloud.ask('GET', path);
      say([path, status, body]);
    }
  }
}

/** Of all answers, without the port that a server happens to have. */
async function digestOfMonth(seed: number): Promise<string> {
  const cloud = await testCloud({ devices: 100, seed, weather: usualWeather, consistency: 'eventual' });
  const hash = createHash('sha256');
  await monthOf(cloud, (answer) => hash.update(JSON.stringify(answer).replaceAll(cloud.server.graphUrl, '')));
  return hash.digest('hex');
}

it('with one seed, every answer of a month is the same to the byte; with another it is not', async () => {
  const [first, again, other] = [await digestOfMonth(5), await digestOfMonth(5), await digestOfMonth(6)];
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

/** What Graph shows of the first ten devices at the end of a month. */
async function firstDevices(devices: number): Promise<unknown[]> {
  const cloud = await testCloud({ devices });
  cloud.clock.jumpTo(cloud.clock.now() + 30 * DAY);
  const ids = Array.from({ length: 10 }, (_, n) => cloud.tenant.fleet.ids.of('managedDevice', n, 1));
  const paths = ids.map((id) => `/v1.0/deviceManagement/managedDevices/${id}`);
  return Promise.all(paths.map(async (path) => ({ ...(await cloud.ask('GET', path)).body, '@odata.context': '' })));
}

it('a device is the same in a fleet of ten and of ten thousand', async () => {
  const [small, large] = [await firstDevices(10), await firstDevices(10_000)];
  expect(large).toEqual(small);
  expect(new Set(small.map((device) => (device as { id: string }).id)).size).toBe(10);
});

const ALL_LISTS = routes
  .filter(({ method, shape, path }) => method === 'GET' && shape && !path.includes('{'))
  .map(({ api, since, path }) => (api === 'defender' ? `${DEFENDER_PREFIX}/api${path}` : `/${since}${path}`));

/** What every list shows on three days, with the faults of a script or without. */
async function shownDuring(script?: ScriptName): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const { clock, tenant, server, ask } = await testCloud({ devices: 600, throttleScale: 100 });
  if (script) tenant.fleet.faults.inject(scriptNamed(script).faults);
  const shown: { path: string; text: string }[] = [];
  for (const days of [1, 3, 12]) {
    clock.jumpTo(clock.now() + days * DAY);
    for (const path of ALL_LISTS) {
      const { status, body } = await ask('GET', path);
      expect(status, path).toBe(200);
      shown.push({ path, text: JSON.stringify(body.value).replaceAll(server.graphUrl, '') });
    }
  }
  return shown;
}

describe('a fault shows in the lists that show it in a real tenant, and in no other', () => {
  const STARTS = ['userExperienceAnalyticsDevicePerformance', 'userExperienceAnalyticsDeviceStartupHistory'];
  const ALERTS = ['alerts_v2', 'incidents'];
  const LAST_SEEN = ['machines', 'managedDevices', 'windowsAutopilotDeviceIdentities'];
  const VERSION = ['machines', 'managedDevices', 'managedDeviceEncryptionStates', 'devices'];
  /** These concern calls, reports, mail, sign-ins or approvals, and no object of a list. */
  const NOWHERE: readonly string[] = [];
  /** Those that are made of the others are left out. */
  const SHOWS: Readonly<Record<Exclude<ScriptName, 'first-month' | 'hard-days'>, readonly string[]>> = {
    'bad-update': STARTS,
    'crowd-driver': STARTS,
    'clock-skew': ['userExperienceAnalyticsDeviceStartupHistory'],
    'boot-loop': [...LAST_SEEN, 'managedDeviceEncryptionStates', 'userExperienceAnalyticsDevicePerformance'],
    'bitlocker-recovery': [...LAST_SEEN, 'managedDeviceEncryptionStates', 'userExperienceAnalyticsDevicePerformance'],
    'sync-outage': [...LAST_SEEN, 'devices'],
    'install-storm': [...VERSION, 'userExperienceAnalyticsDevicePerformance'],
    'ring-drift': [...VERSION, 'userExperienceAnalyticsDevicePerformance', 'directoryAudits'],
    // The evidence of an alert names the build of its device.
    'policy-drift': [...VERSION, ...STARTS, 'alerts_v2'],
    'mass-reenrol': [...VERSION, ...STARTS, 'windowsAutopilotDeviceIdentities', 'directoryAudits'],
    vacation: [...LAST_SEEN, ...STARTS, ...ALERTS, 'managedDeviceEncryptionStates', 'devices'],
    ransomware: ALERTS,
    'alert-flood': ALERTS,
    'graph-429': ['issues'],
    'graph-504': ['issues'],
    'firewall-off': NOWHERE,
    'signature-stuck': NOWHERE,
    'report-stale': NOWHERE,
    'short-list': NOWHERE,
    'hash-batch-bad': NOWHERE,
    'signin-spike': NOWHERE,
    'mailbox-down': NOWHERE,
    'approver-asleep': NOWHERE,
    'approver-says-no': NOWHERE,
  };
  const scripts = Object.keys(SHOWS) as (keyof typeof SHOWS)[];
  let quiet: Awaited<ReturnType<typeof shownDuring>> | undefined;

  it.each(scripts)('%s', async (script) => {
    quiet ??= await shownDuring();
    const shown = await shownDuring(script);
    const different = shown
      .filter(({ text }, n) => text !== quiet?.[n]?.text)
      .map(({ path }) => path.split('/').at(-1));
    expect(new Set(different)).toEqual(new Set(SHOWS[script]));
  });
});
