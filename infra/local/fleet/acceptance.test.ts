import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { scriptNamed } from './faults/scripts.ts';
import { usualWeather } from './graph/weather.ts';
import { DAY } from './model/time.ts';
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

/** The lists in which a month with these faults differs from a quiet one. */
async function listsThatDiffer(script: Parameters<typeof scriptNamed>[0]): Promise<string[]> {
  const [quiet, faulty] = [await testCloud({ devices: 600 }), await testCloud({ devices: 600 })];
  faulty.tenant.fleet.faults.inject(scriptNamed(script).faults);
  const different = new Set<string>();
  for (const days of [1, 3, 12]) {
    for (const { clock } of [quiet, faulty]) clock.jumpTo(clock.now() + days * DAY);
    for (const path of LISTS) {
      const [one, other] = await Promise.all(
        [quiet, faulty].map(async ({ ask }) => (await ask('GET', path)).body.value),
      );
      if (JSON.stringify(one) !== JSON.stringify(other)) different.add(path.split('/').at(-1)?.split('?')[0] ?? '');
    }
  }
  return [...different].sort();
}

const STARTS = ['userExperienceAnalyticsDevicePerformance', 'userExperienceAnalyticsDeviceStartupHistory'];

it.each([
  ['crowd-driver', STARTS],
  ['ransomware', ['alerts_v2', 'incidents']],
  ['alert-flood', ['alerts_v2', 'incidents']],
  ['clock-skew', ['userExperienceAnalyticsDeviceStartupHistory']],
] as const)('%s shows in the lists that show it in a real tenant, and in no other', async (script, lists) => {
  expect(await listsThatDiffer(script)).toEqual(lists);
});
