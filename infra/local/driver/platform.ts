import { findServices } from '../build/services.ts';
import { type DrivenClock, drivenClock } from '../clock/clock.ts';
import { openSimulatedCloud, type SimulatedCloud, type SimulatedCloudOptions } from '../fleet/simulated-cloud.ts';
import type { Log } from '../functions-host/log.ts';
import { openGateway } from '../gateway/gateway.ts';
import { openIdentity } from '../identity/identity.ts';
import type { Blueprint } from '../supervisor/blueprint.ts';
import { type CloseStack, closeStack } from '../supervisor/close-stack.ts';
import { type Ground, openGround } from '../supervisor/ground.ts';
import { routesOf } from '../supervisor/routes.ts';
import type { RunningService } from '../supervisor/running-service.ts';
import type { Settings } from '../supervisor/settings.ts';
import { type Driver, openDriver } from './driver.ts';
import { launcherInOwnProcesses, launcherInThisProcess } from './launch.ts';
import { castOf, type Play, quietPlay, tenantsOf } from './stage.ts';

/** The services of a blueprint and what they stand on, driven by one clock. */
export interface Platform {
  readonly clock: DrivenClock;
  readonly driver: Driver;
  readonly ground: Ground;
  /** Address of the token issuer, such as `http://127.0.0.1:40000/identity`. */
  readonly issuer: string;
  /** Graph, Defender and sign-in of a simulated tenant. */
  readonly cloud: SimulatedCloud;
  /** How often functions have run since their services were started last, where that is known. */
  executions(): number;
  /** Hands a request to the service that declares its route; 404 when none does. */
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
  /** `one`: all services in this process, database and cloud without a socket. `each`: every service in its own. */
  readonly processes: 'one' | 'each';
  /** Folder in which everything is kept; absent: in memory alone. */
  readonly data?: string;
  /** Settings of every service beside those that it always has. */
  readonly settings?: Settings;
  /** Locks of messages always run out on the wall; this admits such as are shorter than the service's least, 5 seconds. */
  readonly allowShortLocks?: boolean;
  /** The simulated fleet: by default 100 devices of the demo tenant. */
  readonly fleet?: Pick<SimulatedCloudOptions, 'permissionsOf'> & { readonly devices?: number; readonly seed?: number };
  /** What happens in the simulated fleet, and who lives there; absent: nothing and nobody. */
  readonly play?: Play;
  /** Takes what people in it say. */
  readonly say?: (line: string) => void;
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
  const { start, processes, data, allowShortLocks = false } = options;
  const { say = () => undefined, log = () => undefined } = options;
  const play = options.play ?? quietPlay(start);
  const settings = { ...play.settings, ...options.settings };
  const clock = drivenClock(start);
  const ground = await openGround(blueprint, { clock, data, allowShortLocks });
  closing.add(() => ground.close());

  // Services fetch the issuer's keys over HTTP, whatever else they do without a socket.
  const gateway = await openGateway({ port: { exactly: 0 }, upstreams: () => [], health: () => ({ status: 'ok' }) });
  closing.add(() => gateway.close());
  const identity = await openIdentity(`${gateway.url}/identity`);
  gateway.mount('/identity', identity.handle);

  const { devices = 100, seed = 1, ...granted } = options.fleet ?? {};
  const cloud = await openSimulatedCloud({
    tenants: tenantsOf(play, devices),
    seed,
    clock,
    ...granted,
    deliver: (request) => handOver(request),
  });
  closing.add(() => cloud.close());
  gateway.mount('/simulation', cloud.simulation);

  const addresses = { ...ground, database: blueprint.database, identity, cloud };
  const openLauncher = processes === 'one' ? launcherInThisProcess : launcherInOwnProcesses;
  const directly = { origin: cloud.graphUrl, handle: cloud.handle };
  const launcher = await openLauncher({ blueprint, clock, ground, addresses, cloud: directly, settings, data, log });
  closing.add(() => launcher.close());

  const services = new Map<string, Launched>();
  const launch = async (name: string) => {
    const service = await launcher.launch(name);
    services.set(name, { service, serves: routesOf(service.functions) });
  };
  closing.add(() => Promise.all([...services.values()].map(({ service }) => service.stop(DRAIN_MS))));
  for (const { name } of findServices(blueprint.folders.sources)) await launch(name);

  const { issuer } = identity;
  const cast = castOf(play, { clock, cloud, issuer, fetch: handOver, data, say });

  async function handOver(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const owner = [...services.values()].find(({ serves }) => serves(request.method, pathname));
    return owner ? owner.service.fetch(request) : new Response(null, { status: 404 });
  }

  return {
    clock,
    ground,
    cloud,
    issuer,
    driver: openDriver({
      clock,
      services: () => [...[...services.values()].map(({ service }) => service), ...cast],
    }),
    executions: () => [...services.values()].reduce((sum, { service }) => sum + (service.executions?.() ?? 0), 0),
    fetch: handOver,
    async crash(name) {
      await running(services, name).kill();
      await launch(name);
    },
    async restart(name) {
      await running(services, name).stop(DRAIN_MS);
      await launch(name);
    },
    close: () => closing.closeAll(),
  };
}

interface Launched {
  readonly service: RunningService;
  serves(method: string, path: string): boolean;
}

function running(services: ReadonlyMap<string, Launched>, name: string): RunningService {
  const launched = services.get(name);
  if (launched) return launched.service;
  throw new RangeError(`There is no service ${name}; there are ${[...services.keys()].join(', ')}.`);
}
