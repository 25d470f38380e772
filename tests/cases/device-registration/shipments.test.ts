import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegistration, type Registration, START } from './registration.ts';

const TENANT = '5f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
const OTHER = '6f0b1c52-3f0a-4f0e-9d5e-0c7f2a5b1d11';
const [before, after, others, strange] = [32, 32, 32, 32].map((length) => randomBytes(length)) as [
  Buffer,
  Buffer,
  Buffer,
  Buffer,
];
const text = (key: Buffer) => `whsec_${key.toString('base64')}`;
const KEYS = [
  { tenantId: TENANT, supplier: 'Contoso Devices', keys: [text(before), text(after)] },
  { tenantId: OTHER, supplier: 'Contoso Devices', keys: [text(others)] },
  { tenantId: TENANT, supplier: 'Old Reseller', scheme: 'x-signature-256', keys: ['field-case-secret-01'] },
];

let registration: Registration;
let now = START;
beforeAll(async () => {
  registration = await openRegistration({ OEM_WEBHOOK_KEYS: JSON.stringify(KEYS) });
  await registration.enrol(TENANT);
});
afterAll(() => registration.close());

interface Sending {
  readonly body: string;
  readonly key?: Buffer;
  readonly id?: string;
  /** Milliseconds since 1970. */
  readonly at?: number;
  readonly tenant?: string;
  /** What arrives instead of what was signed. */
  readonly arrives?: string;
}

async function deliver({ body, key = before, id = randomUUID(), at = now, tenant = TENANT, arrives = body }: Sending) {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    'content-type': 'application/json',
  };
  return registration.ask(tenant, 'POST', '/oem-shipments', { body: arrives, headers });
}

/** Written as no JSON library would write it again. */
const shipment = (order: string, ...serials: string[]) =>
  `{"type":"device.shipped", "sentAt":"${randomUUID()}","note":"caf\\u00e9 \\/ x","qty":1.0,\n "orderNumber":"${order}","devices":[${serials
    .map((serial) => `{"serialNumber":"${serial}","manufacturer":"LENOVO","model":"21AH"}`)
    .join()}]}`;

async function settle(): Promise<void> {
  await registration.settle();
  now = registration.now();
}

async function serials(): Promise<unknown[]> {
  const { body } = await registration.ask(TENANT, 'GET', '/devices?limit=500');
  return (body['items'] as { serialNumber: string }[]).map(({ serialNumber }) => serialNumber);
}

describe('a shipment of an OEM', () => {
  it('becomes devices that wait until the OEM has registered them', async () => {
    const answer = await deliver({ body: shipment('4711', 'OEM-1', 'OEM-2') });
    expect(answer).toMatchObject({ status: 202, body: { outcome: { kind: 'running' } } });
    await settle();
    expect(await registration.operation(TENANT, String(answer.body['id']))).toMatchObject({
      outcome: { kind: 'succeeded', result: { accepted: 2 } },
    });
    expect(await serials()).toEqual(expect.arrayContaining(['OEM-1', 'OEM-2']));
  });

  it('is proven by its bytes: the same values written otherwise, or one line end more, are not what was signed', async () => {
    const body = shipment('4712', 'OEM-3');
    for (const arrives of [JSON.stringify(JSON.parse(body)), `${body}\n`])
      expect(await deliver({ body, arrives })).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
    await settle();
    expect(await serials()).not.toContain('OEM-3');
  });

  it('is taken under either key while keys are being exchanged, and under no other', async () => {
    expect((await deliver({ body: shipment('4713', 'OEM-4'), key: after })).status).toBe(202);
    for (const key of [strange, others])
      expect(await deliver({ body: shipment('4714', 'OEM-5'), key })).toMatchObject({
        status: 401,
        body: { code: 'signature-invalid' },
      });
  });

  it('is refused when it is replayed, and when its timestamp is too old or too new', async () => {
    const body = shipment('4715', 'OEM-6');
    const id = randomUUID();
    expect((await deliver({ body, id })).status).toBe(202);
    expect(await deliver({ body, id })).toMatchObject({ status: 409, body: { code: 'webhook-replayed' } });
    for (const at of [now - 6 * 60_000, now + 6 * 60_000])
      expect(await deliver({ body, at })).toMatchObject({ status: 401, body: { code: 'signature-expired' } });
  });

  it('is one shipment however often it is sent anew, with whatever id, timestamp and order of devices', async () => {
    const first = await deliver({ body: shipment('4716', 'OEM-7', 'OEM-8') });
    const again = await deliver({ body: shipment('4716', 'OEM-8', 'OEM-7'), at: now + 2000 });
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body['id']).toBe(first.body['id']);
    await settle();
    expect((await serials()).filter((serial) => serial === 'OEM-7')).toHaveLength(1);
  });

  it('of a supplier who signs the body alone is proven by its bytes, and sent again it is the same one', async () => {
    const body = shipment('4718', 'OEM-10');
    const signature = `sha256=${createHmac('sha256', 'field-case-secret-01').update(body).digest('hex')}`;
    const send = (arrives: string, headers: Record<string, string>) =>
      registration.ask(TENANT, 'POST', '/oem-shipments', { body: arrives, headers });
    const answers = [
      await send(body, { 'x-signature-256': signature }),
      await send(body, { 'x-signature-256': signature }),
    ];
    expect(answers).toMatchObject([{ status: 202 }, { status: 202 }]);
    expect(answers[0]?.body['id']).toBe(answers[1]?.body['id']);
    for (const arrives of [JSON.stringify(JSON.parse(body)), `${body}\n`])
      expect(await send(arrives, { 'x-signature-256': signature })).toMatchObject({ status: 401 });
    const asStandard = { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': signature };
    expect(await send(body, asStandard)).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
  });

  it('for a tenant that nobody has enrolled looks like one that is not signed', async () => {
    const answer = await deliver({ body: shipment('4717', 'OEM-9'), key: others, tenant: OTHER });
    expect(answer).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
  });

  it('without a signature, or with nonsense for one, is refused', async () => {
    for (const headers of [{}, { 'webhook-id': 'a', 'webhook-timestamp': 'now', 'webhook-signature': 'v1,' }])
      expect(await registration.ask(TENANT, 'POST', '/oem-shipments', { body: '{}', headers })).toMatchObject({
        status: 401,
        body: { code: 'signature-invalid' },
      });
  });

  it.each([
    ['what is no shipment', '{"type":"order.paid"}', 422, 'shipment-invalid'],
    ['an empty one', '{"type":"device.shipped","orderNumber":"1","devices":[]}', 422, 'shipment-invalid'],
    ['what is no JSON', '{"type":', 400, 'json-malformed'],
  ])('is told when it is %s', async (_, body, status, code) => {
    expect(await deliver({ body })).toMatchObject({ status, body: { code } });
  });
});
