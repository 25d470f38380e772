import { onTestFinished } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { type FleetServer, type FleetServerOptions, startFleet } from './fleet-server.ts';
import { fairWeather } from './graph/weather.ts';
import { createFleet, type FleetOptions } from './model/fleet.ts';
import { createTenant, type Tenant } from './tenant/tenant.ts';

export const START = Date.parse('2026-06-09T00:00:00Z');
export const TENANT = '6d1f2a80-0c5e-4f3b-9a6d-2b7c4e8f1a35';

/** A simulated cloud with one tenant, for the time of a test. */
export interface TestCloud {
  readonly server: FleetServer;
  readonly tenant: Tenant;
  readonly clock: ReturnType<typeof drivenClock>;
  /** Sends a request as the app of the test; the path starts with the version. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  /** An access token of an app. */
  token(app?: string, scope?: string): Promise<string>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export interface TestCloudOptions extends Partial<Omit<FleetServerOptions, 'tenants' | 'clock' | 'seed'>> {
  readonly devices?: number;
  readonly seed?: number;
  readonly consistency?: FleetOptions['consistency'];
  readonly arrival?: FleetOptions['arrival'];
  /** Milliseconds since 1970. */
  readonly start?: number;
}

export async function testCloud({
  devices = 50,
  consistency = 'strong',
  arrival = 'present',
  start = START,
  seed = 7,
  ...options
}: TestCloudOptions = {}): Promise<TestCloud> {
  const clock = drivenClock(start);
  const fleet = createFleet({ seed, devices, start, consistency, arrival });
  const tenant = createTenant({ id: TENANT, displayName: 'Contoso', seed, fleet });
  const server = await startFleet({ tenants: [tenant], clock, seed, weather: fairWeather, ...options });
  onTestFinished(() => server.close());

  async function token(app = 'test-app', scope = 'https://graph.microsoft.com/.default'): Promise<string> {
    const form = { grant_type: 'client_credentials', client_id: app, client_secret: 'any', scope };
    const answer = await server.handle(
      new Request(`${server.authorityUrl}/${TENANT}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      }),
    );
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  return {
    server,
    tenant,
    clock,
    token,
    async ask(method, path, body, headers = {}) {
      const scope = path.startsWith('/defender')
        ? 'https://api.securitycenter.microsoft.com/.default'
        : 'https://graph.microsoft.com/.default';
      const authorization = headers['authorization'] ?? `Bearer ${await token('test-app', scope)}`;
      const response = await server.handle(
        new Request(`${server.graphUrl}${path}`, {
          method,
          headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers, authorization },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
  };
}
