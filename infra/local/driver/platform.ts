import { join } from 'node:path';
import { findServices } from '../build/services.ts';
import { type DrivenClock, drivenClock } from '../clock/clock.ts';
import type { Log } from '../functions-host/log.ts';
import { forgetfulTimerStatus } from '../functions-host/timers/timer-status.ts';
import { openGateway } from '../gateway/gateway.ts';
import { openIdentity } from '../identity/identity.ts';
import type { Blueprint } from '../supervisor/blueprint.ts';
import { buildWhatIsOld } from '../supervisor/build-what-is-old.ts';
import { type CloseStack, closeStack } from '../supervisor/close-stack.ts';
import { type Ground, openGround } from '../supervisor/ground.ts';
import { routesOf } from '../supervisor/routes.ts';
import type { RunningService } from '../supervisor/running-service.ts';
import { openInProcess } from '../supervisor/service-in-process.ts';
import { startProcess } from '../supervisor/service-process.ts';
import { settingsOf } from '../supervisor/settings.ts';
import { type Driver, openDriver } from './driver.ts';
import { surround } from './shared-process.ts';

/** The services of a blueprint and what they stand on, driven by one clock. */
export interface Platform {
  readonly clock: DrivenClock;
  readonly driver: Driver;
  readonly ground: Ground;
  /** Address of the token issuer, such as `http://127.0.0.1:40000/identity`. */
  readonly issuer: string;
  /** Hands a request to the service that declares its route. */
  fetch(request: Request): Promise<Response>;
  /** Ends a service in the middle of whatever it does, and starts it anew. */
  crash(name: string): Promise<void>;
  /** Lets a service finish, and starts it anew. */
  restart(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  /** Where the clock begins, in milliseconds since 1970. */
  readonly start: number;
  /** `one`: all services in this process, the database without a socket. `each`: every service in its own. */
  readonly processes: 'one' | 'each';
  /** Folder in which everything is kept; absent: in memory alone. */
  readonly data?: string;
  /** Takes what services in this process say. */
  readonly log?: Log;
}

const DRAIN_MS = 5_000;

/** Opens a driven platform. One process holds at most one whose services run in it. */
export async function openPlatform(blueprint: Blueprint, options: PlatformOptions): Promise<Platform> {
  const closing = closeStack();
  try {
    return await open(blueprint, options, closing);
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function open(blueprint: Blueprint, options: PlatformOptions, closing: CloseStack): Promise<Platform> {
  const clock = drivenClock(options.start);
  const entry = await buildWhatIsOld(blueprint.folders, () => undefined);
  const ground = await openGround(blueprint, { clock, data: options.data });
  closing.add(() => ground.close());

  // Services fetch the issuer's keys over HTTP, whatever else they do without a socket.
  const gateway = await openGateway({ port: { exactly: 0 }, upstreams: () => [], health: () => ({ status: 'ok' }) });
  closing.add(() => gateway.close());
  const identity = await openIdentity(`${gateway.url}/identity`);
  gateway.mount('/identity', identity.handle);

  const launch = launcher(blueprint, options, { clock, entry, ground, identity, closing });
  const services = new Map<string, RunningService>();
  closing.add(() => Promise.all([...services.values()].map((service) => service.stop(DRAIN_MS))));
  for (const { name } of findServices(blueprint.folders.sources)) services.set(name, await launch(name));

  const running = (name: string): RunningService => {
    const service = services.get(name);
    if (!service) throw new RangeError(`There is no service ${name}.`);
    return service;
  };
  return {
    clock,
    ground,
    issuer: identity.issuer,
    driver: openDriver({ clock, services: () => services.values() }),
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const owner = [...services.values()].find(({ functions }) => routesOf(functions)(request.method, pathname));
      return owner ? owner.fetch(request) : new Response(null, { status: 404 });
    },
    async crash(name) {
      await running(name).kill();
      services.set(name, await launch(name));
    },
    async restart(name) {
      await running(name).stop(DRAIN_MS);
      services.set(name, await launch(name));
    },
    close: () => closing.closeAll(),
  };
}

interface Parts {
  readonly clock: DrivenClock;
  readonly entry: string;
  readonly ground: Ground;
  readonly identity: { readonly issuer: string; readonly audience: string; readonly jwksUri: string };
  readonly closing: CloseStack;
}

/** What starts a service of the platform, and starts it again after a crash. */
function launcher(
  { folders, database }: Blueprint,
  { processes, data, log = () => undefined }: PlatformOptions,
  { clock, entry, ground, identity, closing }: Parts,
): (name: string) => Promise<RunningService> {
  const pending = (entity: string) => ground.serviceBus.count(entity).active;
  const { onCommit, httpClient: cosmosHttpClient } = ground.cosmos;
  const settings = (name: string) => settingsOf(name, { ...ground, database, identity });
  const root = (name: string) => join(folders.out, name);

  if (processes === 'each')
    return (name) => {
      const timerFile = data === undefined ? undefined : join(data, 'timers', `${name}.json`);
      const opening = { name, entry, root: root(name), mode: 'driven', now: clock.now(), timerFile } as const;
      return startProcess({ ...opening, settings: settings(name), pending, onCommit });
    };

  const { SERVICE_NAME: _, ...shared } = settings('');
  const leave = surround({ clock, cosmosTransport: cosmosHttpClient, settings: shared });
  closing.add(async () => leave());
  const statuses = new Map(findServices(folders.sources).map(({ name }) => [name, forgetfulTimerStatus()]));
  return (name) => {
    const timerStatus = statuses.get(name) ?? forgetfulTimerStatus();
    return openInProcess(name, {
      root: root(name),
      environment: settings(name),
      clock,
      log,
      timerStatus,
      pending,
      cosmosHttpClient,
      onCommit,
    });
  };
}
