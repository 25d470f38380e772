import { randomUUID } from 'node:crypto';
import { openPlatform, type Platform } from '../../../infra/local/driver/platform.ts';
import { tokenOf } from '../../../infra/local/story/person.ts';
import { desk } from '../../stories/registration/desk.ts';

/** The product, driven, as those meet it who register devices. */
export interface Registration {
  /** Enrols a tenant; returns its id. */
  enrol(entraTenantId?: string): Promise<string>;
  /** A request about a tenant, by somebody who may do it. */
  ask(tenantId: string, method: string, path: string, options?: AskOptions): Promise<Answered>;
  /** The same by the whole path. */
  request(method: string, path: string, options?: AskOptions): Promise<Answered>;
  operation(tenantId: string, id: string): Promise<Answered['body']>;
  /** Until nothing moves any more, and what had to wait has been tried again. */
  settle(): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  /** Parsed, when it is JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Where the clock begins. */
export const START = Date.UTC(2026, 6, 6, 8);
const HOUR_MS = 60 * 60_000;

export async function openRegistration(settings: Readonly<Record<string, string>> = {}): Promise<Registration> {
  const platform = await openPlatform(desk, { start: START, processes: 'one', settings });
  const authorization = `Bearer ${await tokenOf(platform.issuer, { name: 'Ada', role: 'GlobalAdministrator', tenants: ['*'] })}`;
  const request = (method: string, path: string, { body, headers = {} }: AskOptions = {}) =>
    send(platform, path, { method, headers: { authorization, ...headers }, ...(body !== undefined && { body }) });
  return {
    async enrol(entraTenantId = randomUUID()) {
      const operators = [{ entraTenantId }];
      const described = { name: 'Contoso', region: 'westeurope', timeZone: 'Europe/Berlin', dataResidency: 'EU' };
      const body = JSON.stringify({ ...described, entraTenantId, operators });
      const { status, text } = await request('POST', '/api/v1/tenants', {
        body,
        headers: { 'content-type': 'application/json' },
      });
      if (status !== 201) throw new Error(`Enrolment was answered with ${status}: ${text}`);
      await platform.driver.settle();
      return entraTenantId;
    },
    request,
    ask: (tenantId, method, path, options) => request(method, `/api/v1/tenants/${tenantId}${path}`, options),
    operation: async (tenantId, id) =>
      (await request('GET', `/api/v1/device-registration/tenants/${tenantId}/operations/${id}`)).body,
    settle: () => platform.driver.runUntil(platform.clock.now() + HOUR_MS),
    now: () => platform.clock.now(),
    close: () => platform.close(),
  };
}

async function send(
  platform: Platform,
  path: string,
  { body, ...init }: { method: string; headers: Readonly<Record<string, string>>; body?: string | Buffer },
): Promise<Answered> {
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes && { 'content-length': String(bytes.length) };
  const request = new Request(`http://127.0.0.1${path}`, {
    method: init.method,
    headers: { ...length, ...init.headers },
    ...(bytes && { body: bytes }),
  });
  const response = await platform.fetch(request);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, text, body: isJson ? JSON.parse(text) : {} };
}
