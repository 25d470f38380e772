import { expect, it } from 'vitest';
import { carryOut, type Deed } from '../control/deeds.ts';
import type { PacedClock } from '../control/paced-clock.ts';
import { testCloud } from '../test-cloud.ts';
import { createSimulation } from './simulation.ts';

const at = (path: string) => `http://127.0.0.1/simulation${path}`;

function post(command: unknown, type = 'application/json'): Request {
  return new Request(at(''), { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(command) });
}

/** A clock that stands until it is told to step. */
function steppedClock(start: number): PacedClock {
  let [time, pace] = [start, 60];
  return {
    now: () => time,
    get pace() {
      return pace;
    },
    setPace(next) {
      pace = next;
    },
    step(milliseconds) {
      time += milliseconds;
    },
  };
}

async function controlled() {
  const cloud = await testCloud();
  const clock = steppedClock(cloud.clock.now());
  const act = (deed: Deed) => carryOut(deed, cloud.server.tenants, clock.now());
  const handle = createSimulation({ server: cloud.server, act, now: clock.now, clock });
  const told = async (command: unknown) =>
    (await (await handle(post(command))).json()) as { time: string; pace: number };
  return { cloud, handle, told };
}

it('pauses, goes on at another pace and steps forward', async () => {
  const { told } = await controlled();
  expect(await told({ do: 'pause' })).toMatchObject({ time: '2026-06-09T00:00:00.000Z', pace: 0 });
  expect(await told({ do: 'step', by: 'PT6H' })).toMatchObject({ time: '2026-06-09T06:00:00.000Z' });
  expect(await told({ do: 'pace', pace: 3_600 })).toMatchObject({ pace: 3_600 });
});

it('leaves the clock to whoever drives it', async () => {
  const cloud = await testCloud();
  const handle = createSimulation({ server: cloud.server, act: () => undefined, now: cloud.clock.now });
  expect((await handle(post({ do: 'pause' }))).status).toBe(409);
});

it('injects a fault by its name, which calls then meet', async () => {
  const { cloud, told } = await controlled();
  await told({ do: 'inject', script: 'graph-429' });
  const statuses = [];
  for (let n = 0; n < 60; n += 1) statuses.push((await cloud.ask('GET', '/v1.0/organization')).status);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
});

it('counts the calls so far by what they were', async () => {
  const { cloud, handle } = await controlled();
  for (const path of ['/v1.0/users?$top=1', '/v1.0/users?$top=2', '/v1.0/users/nobody']) await cloud.ask('GET', path);
  const { calls } = (await (await handle(new Request(at('/calls')))).json()) as { calls: object[] };
  expect(calls).toEqual([
    { method: 'GET', path: '/users', class: 'directory', app: 'test-app', status: 200, count: 2 },
    { method: 'GET', path: '/users/{id}', class: 'directory', app: 'test-app', status: 404, count: 1 },
  ]);
});

it('tells the truth of a device, and what it does not understand', async () => {
  const { handle } = await controlled();
  expect(await (await handle(new Request(at('/truth/devices/3')))).json()).toMatchObject({ device: 3, life: 'active' });
  const status = async (request: Request) => (await handle(request)).status;
  expect(await status(new Request(at('/truth/devices/5000')))).toBe(404);
  expect(await status(new Request(at('/weather')))).toBe(404);
  expect(await status(post({ do: 'explode' }))).toBe(400);
  expect(await status(post({ do: 'step', by: 'tomorrow' }))).toBe(400);
  expect(await status(post({ do: 'pause' }, 'text/plain'))).toBe(415);
  expect(await status(post('x'.repeat(70_000)))).toBe(413);
});
