import * as z from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { TenantRecord } from '../../contracts/events/tenant-events.ts';
import { defineEndpoints } from '../../contracts/http/endpoint.ts';
import { recordParams, tenantParams } from '../../contracts/http/identifiers.ts';
import { pageOf, pageQuery } from '../../contracts/http/lists.ts';
import type { Json } from '../../contracts/json.ts';
import { Refusal } from '../../contracts/refusal.ts';
import type { State } from '../../state/state.ts';
import type { TokenVerifier } from '../access/tokens.ts';
import { created, csv, noContent, notModified, ok } from '../answers.ts';
import { refuse } from '../problems.ts';
import { type RouteHandlers, routes } from '../routes.ts';
import type { ServiceDefinition } from '../service.ts';
import { serve, type TestResponse } from './serve.ts';
import { OPERATORS_TENANT, type TestIssuer } from './test-issuer.ts';
import { openTestRuntime } from './test-runtime.ts';

export const TENANT = '0a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
export const RESTING = '1a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
export const GONE = '2a1b2c3d-4e5f-4a6b-8c7d-8e9f0a1b2c3d';
const one = '/api/v1/tenants/{tenantId}/rings';
const read = { permission: 'read:service', scope: 'tenant' } as const;
const write = { permission: 'write:service', scope: 'tenant' } as const;
const ring = z.object({ name: z.string(), percent: z.int() });

export const RINGS = `/api/v1/tenants/${TENANT}/rings`;

/** One endpoint of each kind. */
export const ringEndpoints = defineEndpoints({
  addRing: {
    method: 'POST',
    path: one,
    summary: 'Add a ring.',
    access: write,
    params: tenantParams,
    body: z.strictObject({ name: z.string().min(1), percent: z.int().min(0).max(100) }),
    answers: { 201: ring },
    errors: { 'ring-exists': 409, 'too-wide': 422 },
  },
  listRings: {
    method: 'GET',
    path: one,
    summary: 'Rings.',
    access: read,
    params: tenantParams,
    query: pageQuery,
    answers: { 200: pageOf(ring) },
    csv: true,
  },
  renameRing: {
    method: 'PUT',
    path: `${one}/{ring}`,
    summary: 'Rename a ring.',
    access: write,
    params: tenantParams.extend({ ring: z.string().regex(/^[a-z]{1,20}$/) }),
    body: z.strictObject({ name: z.string() }),
    ifMatch: 'required',
    answers: { 204: z.undefined() },
  },
  readRecords: {
    method: 'GET',
    path: '/api/v1/tenants/{tenantId}/ring-records',
    summary: 'What is on record of rings.',
    access: { permission: 'read:service', scope: 'records' },
    params: recordParams,
    answers: { 200: z.object({ records: z.int() }) },
  },
  readSummary: {
    method: 'GET',
    path: '/api/v1/summary',
    summary: 'A summary.',
    access: { permission: 'read:service', scope: 'service' },
    answers: { 200: z.object({ rings: z.int() }) },
  },
  readWhole: {
    method: 'GET',
    path: '/api/v1/whole',
    summary: 'About all tenants.',
    access: { permission: 'read:service', scope: 'platform' },
    answers: { 200: z.object({ tenants: z.int() }) },
  },
  receive: {
    method: 'POST',
    path: '/api/v1/webhook',
    summary: 'A signed message.',
    access: { public: 'The signature is the proof.' },
    bodyLimitBytes: 100,
    body: 'raw',
    answers: { 200: z.object({ bytes: z.int() }) },
  },
});

export interface RingsOptions {
  readonly issuer: TestIssuer;
  /** Default: the issuer's. */
  readonly verifyToken?: TokenVerifier;
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: stands still. */
  readonly now?: () => number;
}

export interface AskOptions {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A small service of rings behind the door, without anything behind it. */
export function openRings({
  issuer,
  verifyToken = issuer.verifyToken,
  environment = {},
  now = () => START,
}: RingsOptions) {
  /** Names of the rings that were added, in order. */
  const added: string[] = [];
  const service: ServiceDefinition = {
    name: 'update-orchestrator',
    tenant: async (_, tenantId) => tenants.find((known) => known.tenantId === tenantId),
    routes: routes(ringEndpoints, handlersOf(added)),
    handlers: [],
    timers: [],
    lists: [],
    settings: [],
  };
  const given = { service, verifyToken, state: remembering(), bus: {} as Bus, clock: { now }, environment };
  const runtime = openTestRuntime(given);
  const answer = serve(service.routes, async () => runtime);
  const ask = async (method: string, path: string, { body, headers }: AskOptions = {}): Promise<TestResponse> =>
    answer({
      method,
      path,
      headers: { authorization: `Bearer ${await issuer.sign()}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { ask, answer, added };
}

const START = Date.UTC(2026, 0, 1);

const handlersOf = (added: string[]): RouteHandlers<typeof ringEndpoints> => ({
  async addRing({ body, params }) {
    if (body.name === 'Gone') throw new Refusal('ring-exists', 'There is such a ring.');
    if (body.percent > 50) throw new Refusal('too-wide', 'Too wide.', { detail: { most: 50 } });
    if (body.name === 'Bug') throw new Error('secret text of a bug');
    if (body.name === 'Busy') throw Object.assign(new Error('secret'), { retryable: true });
    added.push(body.name);
    return created(body, { location: `/api/v1/tenants/${params.tenantId}/rings/${body.name}`, etag: '"1"' });
  },
  async listRings({ accepts, ifNoneMatch }) {
    const rows = [{ name: '=HYPERLINK("evil")', percent: 1 }];
    if (accepts === 'csv') return csv({ fileName: 'rings.csv', columns: ['name', 'percent'], rows });
    return ifNoneMatch === '"7"' ? notModified('"7"') : ok({ items: rows }, { etag: '"7"' });
  },
  async renameRing({ ifMatch }) {
    if (ifMatch !== '"1"') throw refuse('stale', 'Somebody was quicker.');
    return noContent();
  },
  async readRecords() {
    return ok({ records: 2 });
  },
  async readSummary() {
    return ok({ rings: 4 });
  },
  async readWhole() {
    return ok({ tenants: 3 });
  },
  async receive({ body }) {
    return ok({ bytes: body.length });
  },
});

const tenant = (tenantId: string, state: TenantRecord['state']): TenantRecord => ({
  tenantId,
  name: 'Contoso',
  entraTenantId: tenantId,
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: OPERATORS_TENANT }],
  state,
});
const tenants = [tenant(TENANT, 'active'), tenant(RESTING, 'suspended'), tenant(GONE, 'offboarded')];

/** Keeps idempotency records as state does. */
function remembering(): State {
  const records = new Map<string, { hash: string; result?: Json }>();
  const idempotency = {
    async reserve(tenantId: string, key: string, hash: string) {
      const record = records.get(tenantId + key);
      if (!record) records.set(tenantId + key, { hash });
      if (!record) return { kind: 'reserved' };
      if (record.hash !== hash) return { kind: 'reused' };
      return record.result === undefined ? { kind: 'in-progress' } : { kind: 'stored', result: record.result };
    },
    async complete(tenantId: string, key: string, result: Json) {
      records.set(tenantId + key, { hash: records.get(tenantId + key)?.hash ?? '', result });
    },
    async release(tenantId: string, key: string) {
      records.delete(tenantId + key);
    },
  };
  return { idempotency } as unknown as State;
}
