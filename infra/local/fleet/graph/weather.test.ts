import { expect, it } from 'vitest';
import { testCloud } from '../test-cloud.ts';
import { fairWeather } from './weather.ts';

const pilot = { displayName: 'Pilot', mailEnabled: false, mailNickname: 'pilot', securityEnabled: true };

it('answers a write with 504 although it has happened', async () => {
  const cloud = await testCloud({ weather: { ...fairWeather, ghostSuccess: 1 } });
  expect((await cloud.ask('POST', '/v1.0/groups', { ...pilot, uniqueName: 'ghost' })).status).toBe(504);
  const { body } = await cloud.ask('GET', "/v1.0/groups?$filter=uniqueName eq 'ghost'");
  expect(body.value).toHaveLength(1);
});

it('refuses calls with 503, 504 and 500 before anything happens', async () => {
  for (const [kind, status] of [
    ['unavailable', 503],
    ['gatewayTimeout', 504],
    ['serverError', 500],
  ] as const) {
    const cloud = await testCloud({ weather: { ...fairWeather, [kind]: 1 } });
    expect((await cloud.ask('POST', '/v1.0/groups', pilot)).status).toBe(status);
    expect(cloud.tenant.groupFacts.size).toBe(0);
  }
});

it('breaks connections off, so that a caller hears nothing', async () => {
  const cloud = await testCloud({ weather: { ...fairWeather, cutConnection: 1 } });
  const headers = { authorization: `Bearer ${await cloud.token()}` };
  await expect(fetch(`${cloud.server.graphUrl}/v1.0/users`, { headers })).rejects.toThrow('fetch failed');
});

it('is the same in every run with the same seed and calls', async () => {
  const run = async () => {
    const cloud = await testCloud({ weather: { ...fairWeather, unavailable: 0.3, ghostSuccess: 0.3 } });
    const statuses = [];
    for (let n = 0; n < 40; n += 1)
      statuses.push((await cloud.ask(n % 2 ? 'GET' : 'POST', '/v1.0/groups', n % 2 ? undefined : pilot)).status);
    return statuses;
  };
  expect(await run()).toEqual(await run());
});
