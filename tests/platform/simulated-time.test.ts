import { expect, it } from 'vitest';
import { dataFolder, type Started, started, until } from './started.ts';

const HOUR = 3_600_000;

interface Simulation {
  readonly time: string;
  readonly pace: number;
}

async function simulation({ gateway }: Started, command?: object): Promise<Simulation> {
  const order = command && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  };
  const response = await fetch(`${gateway}/simulation`, order);
  expect(response.status).toBe(200);
  return (await response.json()) as Simulation;
}

const timeOf = async (platform: Started) => Date.parse((await simulation(platform)).time);

/** Registers a device and resolves with the times at which it was registered and heard of, by the clocks of two services. */
async function heard({ gateway }: Started, id: string): Promise<[registered: number, heard: number]> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${gateway}/api/v1/device-desk/devices`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ id }),
  });
  const { registeredAt } = (await answer.json()) as { registeredAt: number };
  const { heardAt } = await until(async () => {
    const response = await fetch(`${gateway}/api/v1/device-watch/devices/${id}`);
    return response.ok ? ((await response.json()) as { heardAt: number }) : undefined;
  });
  return [registeredAt, heardAt];
}

it('services share one time, which is slow or fast, steps, and goes on from where it was', async () => {
  const data = await dataFolder();
  // A millisecond takes a quarter of an hour.
  const platform = await started(data, ['--pace', '0.000001']);
  const before = await timeOf(platform);
  expect(await heard(platform, 'a')).toEqual([before, before]);

  await simulation(platform, { do: 'step', by: 'PT100H' });
  await until(async () => (await timeOf(platform)) >= before + 100 * HOUR || undefined);
  const after = await timeOf(platform);
  expect(await heard(platform, 'b')).toEqual([after, after]);

  const { 'device-watch': victim = 0 } = await platform.pids();
  process.kill(victim, 'SIGKILL');
  expect(await heard(platform, 'c')).toEqual([after, after]);
  await platform.end('SIGKILL');

  const again = await started(data, ['--pace', '3600']);
  expect((await simulation(again, { do: 'pause' })).pace).toBe(0);
  const [registered, told] = await heard(again, 'd');
  expect(registered).toBeGreaterThanOrEqual(after);
  expect(told).toBeGreaterThanOrEqual(registered);
});

it('a real tenant is told what may be done in it, and served in the time of the wall', async () => {
  const before = Date.now();
  const platform = await started(await dataFolder(), ['--tenant', 'c0ffee00-0000-4000-8000-000000000000']);
  expect(platform.said()).toContain('Tenant c0ffee00-0000-4000-8000-000000000000: reads only');
  expect((await fetch(`${platform.gateway}/simulation`)).status).toBe(404);
  const [registered] = await heard(platform, 'a');
  expect(registered).toBeGreaterThanOrEqual(before);
});
