import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

const JOBS = '/v1.0/deviceManagement/reports/exportJobs';

/** The one file of an archive. */
const unzip = (archive: Uint8Array) => Object.values(unzipSync(archive)).map((file) => strFromU8(file))[0] ?? '';

it('prepares a report, and delivers it as an archive until its link dies', async () => {
  const cloud = await testCloud({ devices: 30 });
  const select = ['DeviceId', 'SerialNumber', 'OSVersion', 'IsEncrypted'];
  const job = await cloud.ask('POST', JOBS, { reportName: 'DevicesWithInventory', select, format: 'csv' });
  expect(job).toMatchObject({ status: 201, body: { status: 'notStarted', url: null } });
  expect(job.body.id).toMatch(/^DevicesWithInventory_[0-9a-f-]{36}$/);

  cloud.clock.jumpTo(cloud.clock.now() + MINUTE);
  const { body } = await cloud.ask('GET', `${JOBS}/${job.body.id}`);
  expect(body.status).toBe('completed');
  const file = await fetch(body.url);
  const rows: Record<string, string>[] = parse(unzip(Buffer.from(await file.arrayBuffer())), {
    columns: true,
    bom: true,
  });
  const { value } = (await cloud.ask('GET', '/v1.0/deviceManagement/managedDevices?$select=id')).body;
  expect(rows.map(({ DeviceId }) => DeviceId)).toEqual(value.map(({ id }: { id: string }) => id));
  expect(Object.keys(rows[0] ?? {})).toEqual(select);

  cloud.clock.jumpTo(cloud.clock.now() + 7 * HOUR);
  expect((await fetch(body.url)).status).toBe(403);
});

it('filters a report by the columns that it can be filtered by', async () => {
  const cloud = await testCloud({ devices: 200 });
  const job = await cloud.ask('POST', JOBS, {
    reportName: 'FirewallStatus',
    select: ['DeviceId', 'FirewallStatus'],
    filter: "FirewallStatus eq '1'",
    format: 'json',
  });
  cloud.clock.jumpTo(cloud.clock.now() + MINUTE);
  const { body } = await cloud.ask('GET', `${JOBS}/${job.body.id}`);
  const { values } = JSON.parse(unzip(Buffer.from(await (await fetch(body.url)).arrayBuffer())));
  expect(values.length).toBeGreaterThan(0);
  for (const { FirewallStatus } of values) expect(FirewallStatus).toBe('1');
});

it('refuses reports, columns and filters that there are not', async () => {
  const cloud = await testCloud();
  const status = async (body: object) => (await cloud.ask('POST', JOBS, body)).status;
  expect(await status({ reportName: 'Weather' })).toBe(400);
  expect(await status({ reportName: 'constructor' })).toBe(400);
  expect(await status({ reportName: 'Devices', select: ['DeviceId', 'ShoeSize'] })).toBe(400);
  expect(await status({ reportName: 'Devices', filter: "SerialNumber eq 'x'" })).toBe(400);
  expect(await status({ reportName: 'Devices', format: 'pdf' })).toBe(400);
});
