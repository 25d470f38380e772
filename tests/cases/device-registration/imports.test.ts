import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldFile } from './files.ts';
import { losingAnswers } from './lost-answers.ts';
import { type Answered, openRegistration, type Registration } from './registration.ts';

let registration: Registration;
beforeAll(async () => {
  registration = await openRegistration();
});
afterAll(() => registration.close());

const header = 'Device Serial Number,Windows Product ID,Hardware Hash';
const [, good = ''] = fieldFile('autopilot-utf8-bom.csv').toString('utf8').split('\r\n');

/** A tuple file of a partner: any number of machines of a maker, by serial number. */
const shipped = (prefix: string, count: number) =>
  ['Manufacturer,Model,Serial Number', ...Array.from({ length: count }, (_, n) => `LENOVO,21AH,${prefix}${n}`)].join(
    '\n',
  );

const importFile = (tenant: string, body: string | Buffer, query = '', headers = {}) =>
  registration.ask(tenant, 'POST', `/device-imports${query}`, {
    body,
    headers: { 'content-type': 'text/csv', ...headers },
  });
const idOf = ({ body }: Answered) => String(body['id']);
const rowsOf = async (tenant: string, importId: string) => {
  const { body } = await registration.ask(tenant, 'GET', `/device-imports/${importId}/rows?limit=500`);
  return body['items'] as Readonly<Record<string, unknown>>[];
};
const devicesOf = async (tenant: string, query = '') => {
  const { body } = await registration.ask(tenant, 'GET', `/devices?limit=500${query}`);
  return body['items'] as Readonly<Record<string, unknown>>[];
};

describe('an import of devices', () => {
  it('is accepted with an operation, each row becomes a device, and it goes on until Autopilot has answered', async () => {
    const tenant = await registration.enrol();
    const accepted = await importFile(tenant, fieldFile('autopilot-utf8-bom.csv'));
    expect(accepted).toMatchObject({ status: 202, body: { name: 'import-devices', outcome: { kind: 'running' } } });
    expect((await rowsOf(tenant, idOf(accepted))).map(({ outcome }) => outcome)).toEqual(['waiting', 'waiting']);

    await registration.settle();
    expect(await registration.operation(tenant, idOf(accepted))).toMatchObject({
      steps: [
        { name: 'rows', done: 2, total: 2 },
        { name: 'autopilot', done: 0, total: 2 },
      ],
      outcome: { kind: 'running' },
    });
    expect(await devicesOf(tenant)).toMatchObject([
      { serialNumber: 'PF4FC001', manufacturer: 'LENOVO', state: 'registration-pending' },
      { serialNumber: 'PF4FC002', manufacturer: 'LENOVO', state: 'registration-pending' },
    ]);
  });

  it('tells each bad row its fault, and lets the others pass', async () => {
    const tenant = await registration.enrol();
    const rows = [good, 'PF9,,T0broken', good, 'PF8,,'];
    const accepted = await importFile(tenant, [header, ...rows].join('\r\n'));
    await registration.settle();
    expect(await rowsOf(tenant, idOf(accepted))).toMatchObject([
      { line: 2, outcome: 'accepted' },
      { line: 3, outcome: 'rejected', code: 'hash-invalid', serialNumber: 'PF9' },
      { line: 4, outcome: 'duplicate', sameAsLine: 2 },
      { line: 5, outcome: 'rejected', code: 'identity-incomplete' },
    ]);
    const { body } = await registration.ask(tenant, 'GET', `/device-imports/${idOf(accepted)}`);
    expect(body).toMatchObject({ rows: 4, done: 4, counts: { accepted: 1, duplicate: 1, rejected: 2 } });
  });

  it('in which no row is good has failed', async () => {
    const tenant = await registration.enrol();
    const accepted = await importFile(tenant, `${header}\nPF9,,T0broken`);
    await registration.settle();
    expect(await registration.operation(tenant, idOf(accepted))).toMatchObject({
      outcome: { kind: 'failed', code: 'no-row-accepted' },
    });
  });

  it('of machines that are there already finds them again, though a report has lost the serial number', async () => {
    const tenant = await registration.enrol();
    await importFile(tenant, `${header}\n${good}`);
    await registration.settle();
    const again = await importFile(tenant, `${header}\n${good.replace('PF4FC001', '-1')}`);
    await registration.settle();
    const [first] = await devicesOf(tenant);
    expect(await rowsOf(tenant, idOf(again))).toMatchObject([
      { outcome: 'known', deviceId: first?.['id'], warnings: 'serial-placeholder' },
    ]);
    expect(await devicesOf(tenant)).toMatchObject([{ serialNumber: 'PF4FC001' }]);
  });

  it('keeps eight machines apart that all have a placeholder for a serial number', async () => {
    const tenant = await registration.enrol();
    await importFile(tenant, fieldFile('placeholder-serials.csv'));
    await registration.settle();
    const devices = await devicesOf(tenant);
    expect(devices.map(({ notes }) => notes)).toEqual(Array(8).fill('serial-placeholder'));
    expect(new Set(devices.map(({ id }) => id)).size).toBe(8);
  });

  it('sent twice under one Idempotency-Key is one import', async () => {
    const tenant = await registration.enrol();
    const headers = { 'idempotency-key': 'friday' };
    const file = fieldFile('autopilot-quoted.csv');
    const answers = [await importFile(tenant, file, '', headers), await importFile(tenant, file, '', headers)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    await registration.settle();
    expect(await devicesOf(tenant)).toHaveLength(2);
  });

  it('of many pages loses and doubles nothing when saves are broken off in its midst', async () => {
    const tenant = await registration.enrol();
    const accepted = await importFile(tenant, shipped('X', 450), '?registrant=partner');
    const lost = await losingAnswers([40, 41, 150, 300, 450], () => registration.settle());
    expect(lost).toBe(5);
    expect(await registration.operation(tenant, idOf(accepted))).toMatchObject({
      outcome: { kind: 'succeeded', result: { accepted: 450, known: 0, duplicate: 0, rejected: 0 } },
    });
    const { text } = await registration.ask(tenant, 'GET', '/devices', { headers: { accept: 'text/csv' } });
    const lines = text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(450);
    expect(new Set(lines.map((line) => line.split(',')[2])).size).toBe(450);
    const timelines = await Promise.all(
      lines.slice(0, 20).map((line) => {
        const path = `/api/v1/device-registration/tenants/${tenant}/devices/${line.split(',')[0]}/timeline`;
        return registration.request('GET', path);
      }),
    );
    const told = timelines.map(({ text: entries }) => entries.split('omd.device.accepted.v1').length - 1);
    expect(told).toEqual(Array(20).fill(1));
  });

  it('of a thousand rows is stored before it is answered, and three bad ones among them spoil no other', async () => {
    const tenant = await registration.enrol();
    const lines = shipped('T', 1_000).split('\n');
    lines[17] = 'LENOVO,21AH,4.51291E+09';
    lines[500] = 'LENOVO,21AH,"T\t1"';
    lines[999] = 'LENOVO,21AH,T998,red';
    const accepted = await importFile(tenant, lines.join('\n'), '?registrant=partner');
    expect(accepted.status).toBe(202);
    const { body } = await registration.ask(tenant, 'GET', `/device-imports/${idOf(accepted)}`);
    expect(body).toMatchObject({ rows: 1_000, done: 0 });
    expect(await rowsOf(tenant, idOf(accepted))).toMatchObject(Array(500).fill({ outcome: 'waiting' }));
    await registration.settle();
    expect(await registration.operation(tenant, idOf(accepted))).toMatchObject({
      steps: [
        { name: 'rows', done: 1_000, total: 1_000 },
        { name: 'autopilot', done: 0, total: 0 },
      ],
      outcome: { kind: 'succeeded', result: { accepted: 997, known: 0, duplicate: 0, rejected: 3 } },
    });
    const path = `/device-imports/${idOf(accepted)}/rows?outcome=rejected`;
    const { items } = (await registration.ask(tenant, 'GET', path)).body as { items: { line: number; code: string }[] };
    expect(items.map(({ line, code }) => [line, code])).toEqual([
      [18, 'serial-mangled'],
      [501, 'cell-invalid'],
      [1_000, 'column-count'],
    ]);
  });

  it('gives the tag of a chosen profile to rows that carry none', async () => {
    const tenant = await registration.enrol();
    await importFile(tenant, `${header}\n${good}`, '?profile=Kiosk&shared=true');
    await registration.settle();
    expect(await devicesOf(tenant, '&profile=Kiosk')).toMatchObject([
      { groupTag: 'Microsoft365Managed_Kiosk-Shared', profile: 'Kiosk', shared: true },
    ]);
  });

  it.each([
    ['a header alone', `${header}\n`, '', 422, 'file-empty'],
    ['a header nobody knows', 'Name,Colour\nA,red', '', 422, 'header-unknown'],
    ['a quotation mark that never ends', `${header}\n"PF1,,\nPF2,,`, '', 422, 'file-malformed'],
    ['no text', Buffer.from([1, 2, 0, 3]), '', 422, 'file-malformed'],
    ['more rows than are taken', shipped('X', 12_001), '', 413, 'too-many-rows'],
    ['a shared power user', `${header}\n${good}`, '?profile=PowerUser&shared=true', 422, 'profile-not-shareable'],
  ])('refuses %s', async (_, body, query, status, code) => {
    const tenant = await registration.enrol();
    expect(await importFile(tenant, body, query)).toMatchObject({ status, body: { code } });
  });

  it('refuses what is not sent as CSV', async () => {
    const tenant = await registration.enrol();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await importFile(tenant, `${header}\n${good}`, '', headers)).toMatchObject({
      status: 415,
      body: { code: 'media-type-unsupported' },
    });
  });

  it('pages through its rows, and gives one outcome alone', async () => {
    const tenant = await registration.enrol();
    const accepted = await importFile(tenant, `${shipped('X', 150)}\nLENOVO,,`, '?registrant=partner');
    await registration.settle();
    const lines: unknown[] = [];
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const path: string = `/device-imports/${idOf(accepted)}/rows?limit=40&after=${after}`;
      const { body } = await registration.ask(tenant, 'GET', path);
      lines.push(...(body['items'] as { line: number }[]).map(({ line }) => line));
      after = body['next'] as string | undefined;
    }
    expect(lines).toEqual(Array.from({ length: 151 }, (_, n) => n + 2));
    const rejected = await registration.ask(tenant, 'GET', `/device-imports/${idOf(accepted)}/rows?outcome=rejected`);
    expect(rejected.body['items']).toMatchObject([{ line: 152 }]);
  });
});

it('a tenant is the same in a path in upper case', async () => {
  const tenant = await registration.enrol();
  expect((await registration.ask(tenant.toUpperCase(), 'GET', '/devices')).status).toBe(200);
});

describe('a preview', () => {
  it('says what would become of each row, and stores nothing', async () => {
    const tenant = await registration.enrol();
    await importFile(tenant, `${header}\n${good}`);
    await registration.settle();
    const body = fieldFile('autopilot-utf8-bom.csv');
    const preview = await registration.ask(tenant, 'POST', '/device-imports/preview', {
      body,
      headers: { 'content-type': 'text/csv' },
    });
    expect(preview).toMatchObject({
      status: 200,
      body: { format: 'autopilot', warnings: ['encoding-bom'], counts: { accepted: 1, known: 1 } },
    });
    await registration.settle();
    expect(await devicesOf(tenant)).toHaveLength(1);
  });
});
