import { CosmosClient } from '@azure/cosmos';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPlatform, type Platform, type PlatformOptions } from '../../infra/local/driver/platform.ts';
import { tokenOf } from '../../infra/local/story/person.ts';
import { slice } from '../slice-app/blueprint.ts';

const NEW_YEAR = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
async function platform(processes: PlatformOptions['processes']): Promise<Platform> {
  const opened = await openPlatform(slice, { start: NEW_YEAR, processes });
  onTestFinished(() => opened.close());
  return opened;
}

async function register({ fetch }: Platform, device: { id: string; delay?: number }) {
  const body = JSON.stringify(device);
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  const url = 'http://127.0.0.1/api/v1/device-desk/devices';
  const response = await fetch(new Request(url, { method: 'POST', headers, body }));
  expect(response.status).toBe(202);
  return (await response.json()) as { registeredAt: number; wallClock: number; _ts: number };
}

/** When the watch heard of the device, by its clock; undefined: not yet. */
async function heardAt({ fetch }: Platform, id: string): Promise<number | undefined> {
  const response = await fetch(new Request(`http://127.0.0.1/api/v1/device-watch/devices/${id}`));
  return response.ok ? ((await response.json()) as { heardAt: number }).heardAt : undefined;
}

async function tallies({ ground: { cosmos } }: Platform): Promise<string[]> {
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });
  const { items } = client.database('slice').container('device-desk');
  const { resources } = await items.readAll({ partitionKey: ['contoso', 'tally'] }).fetchAll();
  client.dispose();
  return resources.map(({ id = '' }) => id);
}

describe.each(['one', 'each'] as const)('services driven in %s process', (processes) => {
  it('hand on what happened, from a route to the state of another service, without time passing', async () => {
    const open = await platform(processes);
    await register(open, { id: 'laptop' });
    expect(await heardAt(open, 'laptop')).toBeUndefined();
    await open.driver.settle();
    expect(await heardAt(open, 'laptop')).toBe(NEW_YEAR);
    expect(open.clock.now()).toBe(NEW_YEAR);
  });

  it('see the driven clock in their own code, in _ts and in scheduled messages, and the wall elsewhere', async () => {
    const open = await platform(processes);
    const before = Date.now();
    const device = await register(open, { id: 'later', delay: 3600 });
    expect(device.registeredAt).toBe(NEW_YEAR);
    expect(device._ts).toBe(NEW_YEAR / 1000);
    expect(device.wallClock).toBeGreaterThanOrEqual(before);

    await open.driver.runUntil(NEW_YEAR + HOUR - 1);
    expect(await heardAt(open, 'later')).toBeUndefined();
    await open.driver.runUntil(NEW_YEAR + HOUR);
    expect(await heardAt(open, 'later')).toBe(NEW_YEAR + HOUR);
  });

  it('run their timers at the moments of the driven clock', async () => {
    const open = await platform(processes);
    await open.driver.runUntil(NEW_YEAR + 3 * HOUR);
    expect(await tallies(open)).toEqual([1, 2, 3].map((hours) => new Date(NEW_YEAR + hours * HOUR).toISOString()));
  });

  it('lose nothing when they end in the middle of it, and run no timer twice', async () => {
    const open = await platform(processes);
    await register(open, { id: 'laptop' });
    await open.crash('device-desk');
    await open.driver.settle();
    await register(open, { id: 'tablet', delay: 60 });
    await open.driver.settle();
    await open.crash('device-watch');
    await open.restart('device-desk');
    await open.driver.runUntil(NEW_YEAR + HOUR);
    expect(await heardAt(open, 'laptop')).toBe(NEW_YEAR);
    expect(await heardAt(open, 'tablet')).toBe(NEW_YEAR + 60_000);
    expect(await tallies(open)).toHaveLength(1);
  });
});

it('a token ends by the wall, wherever the driven clock stands', async () => {
  const open = await platform('one');
  const token = await tokenOf(open.issuer, { name: 'Ada', role: 'Approver', tenants: ['*'] });
  expect((decodeJwt(token).exp ?? 0) * 1000).toBeGreaterThan(Date.now());
});

it('one process drives one platform at a time', async () => {
  await platform('one');
  await expect(openPlatform(slice, { start: NEW_YEAR, processes: 'one' })).rejects.toThrow('drives services already');
});

it('the same start and the same calls give the same run', async () => {
  const runOf = async () => {
    const open = await openPlatform(slice, { start: NEW_YEAR, processes: 'one' });
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await register(open, { id, delay: (index % 2) * 90 });
    await open.driver.runUntil(NEW_YEAR + HOUR);
    const heard = await Promise.all(['a', 'b', 'c', 'd'].map((id) => heardAt(open, id)));
    const lsn = open.ground.cosmos.lsn('slice', 'device-watch');
    await open.close();
    return { heard, lsn };
  };
  expect(await runOf()).toEqual(await runOf());
});
