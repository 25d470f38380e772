import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { drivenClock } from '../../clock/clock.ts';
import { HOUR } from '../model/time.ts';
import { openSimulatedCloud, type SimulatedCloud } from '../simulated-cloud.ts';
import { supplierOf } from '../supplier/supplier.ts';
import { truthOfDevice, truthOfFleet } from '../tenant/truth.ts';
import { JournalRefused } from './journal.ts';

const START = Date.parse('2026-07-06T06:00:00Z');
const TENANT = '6d1f2a80-0c5e-4f3b-9a6d-2b7c4e8f1a35';
const GROUP = { mailEnabled: false, securityEnabled: true, mailNickname: 'ring' };

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'simulated-cloud-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

/** A cloud of one tenant that keeps what is done to it, and a way to ask it at a moment. */
async function open(data: string, devices = 60) {
  const clock = drivenClock(START);
  const tenants = [{ id: TENANT, displayName: 'Contoso', devices, arrival: 'by-import' } as const];
  const cloud = await openSimulatedCloud({ tenants, seed: 3, clock, data });
  return {
    ...cloud,
    clock,
    async ask(method: string, path: string, body?: object) {
      const authorization = `Bearer ${await tokenFrom(cloud)}`;
      const request = { method, headers: { authorization }, ...(body && { body: JSON.stringify(body) }) };
      const answer = await cloud.handle(new Request(`${cloud.graphUrl}/v1.0${path}`, request));
      return (await answer.json().catch(() => ({}))) as { id: string; value: unknown[] };
    },
  };
}

async function tokenFrom({ handle, authorityUrl }: SimulatedCloud): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: 'app', client_secret: 'any' };
  const body = new URLSearchParams({ ...form, scope: 'https://graph.microsoft.com/.default' });
  const answer = await handle(new Request(`${authorityUrl}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body }));
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** All that can be told apart of the tenant. */
async function picture({ tenants: [tenant], ask }: Awaited<ReturnType<typeof open>>) {
  if (!tenant) throw new Error('There is a tenant.');
  const devices = Array.from({ length: tenant.fleet.devices() }, (_, device) => truthOfDevice(tenant, device));
  const lists = ['/deviceManagement/managedDevices', '/groups', '/deviceManagement/deviceConfigurations', '/devices'];
  const shown = await Promise.all(lists.map(async (path) => (await ask('GET', path)).value));
  return { truth: truthOfFleet(tenant), devices, shown };
}

/** Two days in which somebody writes, a maker registers machines and a fault begins. */
async function liveThrough(cloud: Awaited<ReturnType<typeof open>>): Promise<void> {
  const [tenant] = cloud.tenants;
  if (!tenant) throw new Error('There is a tenant.');
  cloud.act({ do: 'register', machines: supplierOf(tenant).stock(0, 40), groupTag: 'Microsoft365Managed_Standard' });
  cloud.clock.jumpTo(START + HOUR);
  const { id } = await cloud.ask('POST', '/groups', { ...GROUP, displayName: 'Modern Workplace Devices - First' });
  cloud.act({ do: 'inject', script: 'alert-flood' });
  cloud.clock.jumpTo(START + 30 * HOUR);
  const { value } = await cloud.ask('GET', '/devices?$select=id&$top=15');
  const links = (value as { id: string }[]).map((device) => `https://graph.microsoft.com/v1.0/devices/${device.id}`);
  await cloud.ask('PATCH', `/groups/${id}`, { 'members@odata.bind': links });
  cloud.clock.jumpTo(START + 48 * HOUR);
}

it('a cloud that is opened again is as it was left, also when it was ended in the middle of a line', async () => {
  const data = await folder();
  const first = await open(data);
  await liveThrough(first);
  const before = await picture(first);
  await first.close();
  await appendFile(join(data, 'simulated-cloud.jsonl'), '{"time":17');

  const second = await open(data);
  second.clock.jumpTo(START + 48 * HOUR);
  expect(await picture(second)).toEqual(before);
  await second.ask('POST', '/groups', { ...GROUP, displayName: 'After the restart' });
  await second.close();
  const third = await open(data);
  const { value } = await third.ask('GET', "/groups?$filter=displayName eq 'After the restart'");
  expect(value).toHaveLength(1);
  await third.close();
});

it('the journal of another fleet, of another version, or a damaged one is refused with what helps', async () => {
  const data = await folder();
  await (await open(data)).close();
  const file = join(data, 'simulated-cloud.jsonl');
  const text = await readFile(file, 'utf8');
  const refused = async (devices?: number) =>
    open(data, devices).then(
      () => '',
      (error: unknown) => (error instanceof JournalRefused ? error.message : String(error)),
    );
  expect(await refused(61)).toMatch(/of another fleet.*"devices":60.*--fresh/);
  await writeFile(file, text.replace('"format":1', '"format":0'));
  expect(await refused()).toMatch(/another version.*--fresh/);
  await writeFile(file, `${text}nonsense\n`);
  expect(await refused()).toMatch(/damaged in line 2/);
});
