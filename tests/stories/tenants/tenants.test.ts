import { randomUUID } from 'node:crypto';
import { CosmosClient } from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Person } from '../../../infra/local/story/person.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { commonTables } from '../../../shared/contracts/http/catalogue.ts';
import { openProduct, type Product } from '../product.ts';

const START = Date.UTC(2026, 2, 2, 8);
const HOUR = 60 * 60_000;
const OTHERS = SERVICES.filter((service) => service !== 'device-registration');

let product: Product;
let ada: Person;

beforeAll(async () => {
  product = await openProduct(START);
  ada = product.signIn('Ada', 'GlobalAdministrator', ['*']);
});
afterAll(() => product.platform.close());

const quiet = () => product.platform.driver.settle();

const contoso = (entraTenantId: string) => ({
  name: 'Contoso',
  entraTenantId,
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId }],
});

/** Enrols a tenant of its own for a test; returns its id. */
async function enrolled(): Promise<string> {
  const tenantId = randomUUID();
  expect(await ada('POST', '/api/v1/tenants', { body: contoso(tenantId) })).toMatchObject({ status: 201 });
  await quiet();
  return tenantId;
}

/** Name and state of the tenant as each of the other services knows it. */
async function knownAs(tenantId: string): Promise<unknown[]> {
  const statuses = await Promise.all(
    OTHERS.map((service) => ada('GET', `/api/v1/${service}/tenants/${tenantId}/status`)),
  );
  const seen = statuses.map(({ body: { name, state } }) => `${name}, ${state}`);
  return [...new Set(seen)];
}

const codeOf = ({ status, body }: Answer) => ({ status, code: body['code'] });
const itemsOf = ({ body }: Answer) => body['items'] as Readonly<Record<string, unknown>>[];

describe('a tenant', () => {
  it('is known to every service once it is enrolled, and each of them follows what becomes of it', async () => {
    const tenantId = await enrolled();
    const tenant = `/api/v1/tenants/${tenantId}`;
    expect(await knownAs(tenantId)).toEqual(['Contoso, active']);

    const { etag } = await ada('GET', tenant);
    await ada('PATCH', tenant, { body: { name: 'Contoso Ltd' }, headers: { 'if-match': etag } });
    await quiet();
    expect(await knownAs(tenantId)).toEqual(['Contoso Ltd, active']);

    for (const [step, state] of [
      ['suspend', 'suspended'],
      ['resume', 'active'],
      ['off-board', 'offboarded'],
    ]) {
      const { body } = await ada('POST', `${tenant}/${step}`, { body: { reason: 'as agreed' } });
      expect(body).toMatchObject({ state });
      await quiet();
      expect(await knownAs(tenantId)).toEqual([`Contoso Ltd, ${state}`]);
    }

    expect(await ada('POST', '/api/v1/tenants', { body: contoso(tenantId) })).toMatchObject({ status: 201 });
    await quiet();
    expect(await knownAs(tenantId)).toEqual(['Contoso, active']);
  });

  it('changes only upon what its operator has read', async () => {
    const tenant = `/api/v1/tenants/${await enrolled()}`;
    const { etag } = await ada('GET', tenant);
    const rename = (name: string, headers = {}) => ada('PATCH', tenant, { body: { name }, headers });
    expect(codeOf(await rename('A'))).toEqual({ status: 428, code: 'if-match-required' });
    expect(await rename('B', { 'if-match': etag })).toMatchObject({ status: 200, body: { name: 'B' } });
    expect(codeOf(await rename('C', { 'if-match': etag }))).toEqual({ status: 412, code: 'stale' });
    expect((await ada('GET', tenant)).body).toMatchObject({ name: 'B' });
  });

  it('is enrolled once, however often the request comes', async () => {
    const body = contoso(randomUUID());
    const headers = { 'idempotency-key': 'enrol-1' };
    const enrol = (given: object, more = {}) => ada('POST', '/api/v1/tenants', { body: given, headers: more });
    const first = await enrol(body, headers);
    expect(await enrol(body, headers)).toEqual(first);
    expect(codeOf(await enrol({ ...body, name: 'Other' }, headers))).toEqual({
      status: 422,
      code: 'idempotency-key-reused',
    });
    expect(codeOf(await enrol(body))).toEqual({ status: 409, code: 'tenant-exists' });
  });

  it.each(['suspend', 'off-board'])('answers a repeated request to %s as it did the first time', async (step) => {
    const tenant = `/api/v1/tenants/${await enrolled()}`;
    const request = { body: { reason: 'unpaid' }, headers: { 'idempotency-key': 'once' } };
    const first = await ada('POST', `${tenant}/${step}`, request);
    expect(first.status).toBe(200);
    expect(await ada('POST', `${tenant}/${step}`, request)).toEqual(first);
  });

  it('is shown to those who may operate it, and is nobody for others', async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const operator = product.signIn('Otto', 'GlobalAdministrator', [mine]);
    expect(itemsOf(await operator('GET', '/api/v1/tenants?limit=1'))).toMatchObject([{ tenantId: mine }]);
    const strange = await operator('GET', `/api/v1/tenants/${theirs}`);
    const unknown = await operator('GET', `/api/v1/tenants/${randomUUID()}`);
    expect(strange.status).toBe(404);
    expect({ ...strange.body, correlationId: '' }).toEqual({ ...unknown.body, correlationId: '' });
    const newcomer = await operator('POST', '/api/v1/tenants', { body: contoso(randomUUID()) });
    expect(codeOf(newcomer)).toEqual({ status: 403, code: 'platform-only' });
  });
});

describe.each(SERVICES)('%s', (service) => {
  /** Who looks after devices sets a tenant up in Microsoft's cloud as soon as it is enrolled. */
  const begun =
    service === 'device-registration'
      ? { operations: ['set-up-tenant'], areas: ['operation', 'tenant', 'tenant-objects'] }
      : { operations: [], areas: ['tenant'] };

  it('tells a console that something has changed, and only then', async () => {
    const changes = `/api/v1/${service}/tenants/${await enrolled()}/changes`;
    const { etag, body } = await ada('GET', changes);
    expect(body).toMatchObject({ areas: { tenant: 1 } });
    expect(Object.keys(body['areas'] as object).sort()).toEqual(begun.areas);
    const again = () => ada('GET', changes, { headers: { 'if-none-match': etag } });
    expect((await again()).status).toBe(304);
    await ada('POST', changes.replace(`${service}/`, '').replace('changes', 'suspend'), { body: { reason: 'unpaid' } });
    await quiet();
    expect((await again()).body).toMatchObject({ areas: { tenant: 2 } });
  });

  it('answers about operations, dead letters, approvals and devices of a tenant that has none', async () => {
    const tenant = `/api/v1/${service}/tenants/${await enrolled()}`;
    const operations = itemsOf(await ada('GET', `${tenant}/operations`));
    expect(operations.map(({ name }) => name)).toEqual(begun.operations);
    for (const records of ['operations?outcome=running', 'dead-letters', 'approvals', 'devices/d1/timeline'])
      expect(await ada('GET', `${tenant}/${records}`)).toMatchObject({ status: 200, body: { items: [] } });
    expect(await ada('GET', `${tenant}/audit/verify`)).toMatchObject({ status: 200, body: { intact: true } });
  });

  it('describes itself as OpenAPI 3.1, with every operation that all services have', async () => {
    const { body } = await ada('GET', `/api/v1/${service}/openapi.json`);
    expect(body['openapi']).toMatch(/^3\.1\./);
    const declared = commonTables(service).flatMap(({ endpoints }) => Object.values(endpoints));
    const paths = body['paths'] as Readonly<Record<string, object>>;
    for (const { method, path } of declared) expect(paths[path]).toHaveProperty(method.toLowerCase());
  });
});

describe('a message that cannot be handled', () => {
  const letters = (tenantId: string) => `/api/v1/health-monitor/tenants/${tenantId}/dead-letters`;

  /** A tenant whose enrolment the health monitor could not save until its last attempt, at most 3.6 hours later. */
  async function enrolledInAStorm(): Promise<string> {
    const { ground, clock, driver } = product.platform;
    const tenantId = randomUUID();
    const storm = ground.cosmos.faults.add({
      effect: { kind: 'refuse', status: 503 },
      times: Number.POSITIVE_INFINITY,
      container: 'health-monitor',
      match: `"aggregate":"tenant:${tenantId}"`,
    });
    await ada('POST', '/api/v1/tenants', { body: contoso(tenantId) });
    await driver.runUntil(clock.now() + 4 * HOUR);
    storm();
    return tenantId;
  }

  it('waits as a dead letter for a person, who sends it again', async () => {
    const tenantId = await enrolledInAStorm();
    const [letter] = itemsOf(await ada('GET', `${letters(tenantId)}?reason=exhausted`));
    expect(letter).toMatchObject({ status: 'waiting', type: 'omd.tenant.enrolled.v1', subject: `tenant:${tenantId}` });
    const one = `${letters(tenantId)}/${letter?.['id']}`;
    expect((await ada('GET', one)).body).toMatchObject({ content: { event: { data: { name: 'Contoso' } } } });

    expect((await ada('POST', `${one}/replay`)).body).toMatchObject({ status: { kind: 'replayed' }, replays: 1 });
    await quiet();
    expect(await knownAs(tenantId)).toEqual(['Contoso, active']);
    expect(itemsOf(await ada('GET', `${letters(tenantId)}?status=waiting`))).toEqual([]);
  });

  it('may be given up for a reason that stays on record, and is never sent again', async () => {
    const tenantId = await enrolledInAStorm();
    const [letter] = itemsOf(await ada('GET', letters(tenantId)));
    const one = `${letters(tenantId)}/${letter?.['id']}`;
    const discarded = await ada('POST', `${one}/discard`, { body: { reason: 'a trial' } });
    expect(discarded.body).toMatchObject({ status: { kind: 'discarded', reason: 'a trial' } });
    expect(codeOf(await ada('POST', `${one}/replay`))).toEqual({ status: 409, code: 'dead-letter-not-replayable' });
    await quiet();
    expect(itemsOf(await ada('GET', `/api/v1/health-monitor/tenants/${tenantId}/audit`))).toMatchObject([
      { action: 'dead-letter.discarded', actor: { name: 'Ada' }, detail: { reason: 'a trial' } },
      { action: 'dead-letter.parked', actor: { kind: 'service' } },
    ]);
  });
});

describe('the audit', () => {
  it('lists what was done by whom, and names the record that somebody has edited', async () => {
    const tenantId = await enrolled();
    const tenant = `/api/v1/device-registration/tenants/${tenantId}`;
    await ada('POST', `/api/v1/tenants/${tenantId}/suspend`, { body: { reason: 'unpaid' } });
    await quiet();
    expect(itemsOf(await ada('GET', `${tenant}/audit`))).toMatchObject([
      { action: 'tenant.suspend', actor: { kind: 'person', name: 'Ada' }, detail: { reason: 'unpaid' } },
      { action: 'tenant.enrol' },
    ]);
    expect((await ada('GET', `${tenant}/audit/verify`)).body).toMatchObject({ intact: true, records: 2 });

    const { endpoint, key, httpClient } = product.platform.ground.cosmos;
    const client = new CosmosClient({ endpoint, key, httpClient });
    const record = client
      .database('omd')
      .container('device-registration')
      .item('audit:2', [tenantId, `tenant:${tenantId}`]);
    const { resource } = await record.read();
    await record.replace({ ...resource, record: { ...resource.record, detail: { reason: 'a favour' } } });
    client.dispose();
    expect((await ada('GET', `${tenant}/audit/verify`)).body).toMatchObject({
      intact: false,
      first: { aggregate: `tenant:${tenantId}`, record: 2, fault: 'edited' },
    });
  });
});
