import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Handler } from '../gateway/handler.ts';
import { answer } from '../gateway/node-http.ts';
import { listen } from '../gateway/port.ts';
import { problemResponse } from '../gateway/problem.ts';
import { type CallCount, createCallLog } from './graph/call-log.ts';
import { createGraph } from './graph/graph.ts';
import { noQuirks, type Quirks } from './graph/quirks.ts';
import { createRouter } from './graph/router.ts';
import { createThrottle } from './graph/throttle.ts';
import { createTokens } from './graph/tokens.ts';
import { createFates, usualWeather, type Weather } from './graph/weather.ts';
import type { Write } from './graph/write.ts';
import { createNotifications, type Notifications } from './notifications/notifications.ts';
import { DEFENDER_PREFIX } from './routes/addresses.ts';
import { download } from './routes/export-jobs.ts';
import { routes } from './routes/routes.ts';
import { signIn } from './routes/sign-in.ts';
import type { Tenant } from './tenant/tenant.ts';

/** The simulated cloud: Graph, Defender and sign-in at one address of this machine. */
export interface FleetServer {
  readonly kind: 'simulated';
  /** Graph, without the version; in the cloud `https://graph.microsoft.com`. */
  readonly graphUrl: string;
  /** In the cloud `https://api.security.microsoft.com`. */
  readonly defenderUrl: string;
  /** In the cloud `https://login.microsoftonline.com`. */
  readonly authorityUrl: string;
  /** The instance metadata service, which knows the managed identity; in the cloud `http://169.254.169.254`. */
  readonly metadataUrl: string;
  readonly tenants: readonly Tenant[];
  /** Answers a request without a socket. */
  readonly handle: Handler;
  calls(): CallCount[];
  readonly notifications: Notifications;
  /** Lets a write of an earlier run have its effect again. */
  repeat(write: Write, time: number): Promise<void>;
  close(): Promise<void>;
}

export interface FleetServerOptions {
  readonly tenants: readonly Tenant[];
  readonly clock: Clock;
  readonly seed: number;
  /** Default: any free one. */
  readonly port?: number;
  readonly weather?: Weather;
  readonly quirks?: Quirks;
  /** Makes the limits of all throttle classes smaller or larger. */
  readonly throttleScale?: number;
  /** The application permissions granted to a client id; default: all that some call asks for. */
  readonly permissionsOf?: (app: string) => readonly string[];
  /** Takes requests to receivers of notifications; default: `fetch`. */
  readonly deliver?: (request: Request) => Promise<Response>;
  /** Told of each write to a tenant before it has its effect. */
  readonly onWrite?: (write: Write, now: number) => void;
}

/** @throws {PortInUse} */
export async function startFleet(options: FleetServerOptions): Promise<FleetServer> {
  const { clock, seed, quirks = noQuirks, throttleScale = 1, weather = usualWeather } = options;
  const tokens = createTokens(seed);
  const calls = createCallLog();
  const server = createServer((request, response) => answer(request, response, (asked) => handle(asked)));
  await listen(server, { exactly: options.port ?? 0 });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const deliver = options.deliver ?? ((request: Request) => fetch(request));
  const tenants = new Map(options.tenants.map((tenant) => [tenant.id, tenant]));
  const now = () => clock.now();
  const graph = createGraph({
    tenants,
    router: createRouter(routes),
    throttle: createThrottle({ seed, scale: throttleScale }),
    fates: createFates(seed, weather),
    tokens,
    calls,
    quirks,
    seed,
    origin,
    now,
    deliver,
    onWrite: options.onWrite ?? (() => undefined),
  });
  const signInParts = {
    tokens,
    origin,
    now,
    isTenant: (id: string) => tenants.has(id),
    permissionsOf: options.permissionsOf ?? (() => everyPermission),
  };

  async function handle(request: Request): Promise<Response> {
    return (
      (await graph.handle(request)) ??
      (await signIn(request, signInParts)) ??
      download(request, tenants.values(), now()) ??
      unknownAddress(request)
    );
  }

  return {
    kind: 'simulated',
    graphUrl: origin,
    defenderUrl: `${origin}${DEFENDER_PREFIX}`,
    authorityUrl: origin,
    metadataUrl: origin,
    tenants: options.tenants,
    handle,
    calls: calls.counts,
    repeat: graph.repeat,
    notifications: createNotifications({ tenants: options.tenants, seed, deliver }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const everyPermission = [...new Set(routes.flatMap(({ permissions }) => permissions))].sort();

function unknownAddress(request: Request): Response {
  const { pathname } = new URL(request.url);
  return problemResponse({
    status: 404,
    code: 'unknown-path',
    title: 'Unknown path',
    detail: `The simulated cloud has no ${request.method} ${pathname}.`,
  });
}
