import { join, resolve } from 'node:path';
import { findServices } from '../build/services.ts';
import type { Play } from '../driver/stage.ts';
import { type Gateway, openGateway } from '../gateway/gateway.ts';
import { openIdentity } from '../identity/identity.ts';
import type { Blueprint } from './blueprint.ts';
import { buildWhatIsOld } from './build-what-is-old.ts';
import { type CloseStack, closeStack } from './close-stack.ts';
import { takeDataFolder } from './data-folder.ts';
import { type Ground, openGround } from './ground.ts';
import { healthOf } from './health.ts';
import { type KeptService, keepRunning } from './kept-service.ts';
import type { StartOptions } from './options.ts';
import { realWorld } from './real-world.ts';
import { type ServiceProcess, startProcess } from './service-process.ts';
import { settingsOf } from './settings.ts';
import { simulatedWorld } from './simulated-world.ts';
import { upstreamOf } from './upstream.ts';
import type { World } from './world.ts';

/** Everything that runs on this machine, each service in a process of its own. */
export interface Supervisor {
  readonly gateway: Gateway;
  readonly ground: Ground;
  readonly services: readonly KeptService[];
  /** Lets simulated time pass, which stands still until then. */
  begin(): void;
  /** Ends everything in order: what has begun is finished, what has not is delivered at the next start. */
  stop(): Promise<void>;
}

export interface SuperviseOptions extends Pick<StartOptions, 'data' | 'fresh' | 'port'> {
  readonly fleet?: StartOptions['fleet'];
  /** What happens in the simulated fleet; absent: nothing, as late as it is at the first start. */
  readonly play?: Play;
  /** Shows one line to whoever watches. */
  readonly say: (line: string) => void;
}

const USUAL_PORT = 7071;
const DRAIN_MS = 5_000;

/** Starts all that a blueprint names and resolves when every service answers. When something fails, nothing is left running. */
export async function supervise(blueprint: Blueprint, options: SuperviseOptions): Promise<Supervisor> {
  const closing = closeStack();
  try {
    return await start(blueprint, options, closing);
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function start(blueprint: Blueprint, options: SuperviseOptions, closing: CloseStack): Promise<Supervisor> {
  const { say } = options;
  const data = resolve(options.data);
  closing.add(await takeDataFolder(data, options.fresh));
  const world = worldOf({ ...options, data });

  say('starting bus and database');
  const building = buildWhatIsOld(blueprint.folders, say);
  building.catch(() => undefined); // awaited below, unless the ground fails first
  const ground = await openGround(blueprint, { ...world.clocks, data });
  closing.add(() => ground.close());
  const entry = await building;

  const names = findServices(blueprint.folders.sources).map(({ name }) => name);
  const services: KeptService[] = [];
  const gateway = await openGateway({
    port: options.port === undefined ? { from: USUAL_PORT } : { exactly: options.port },
    upstreams: () => services.map(upstreamOf),
    health: () => healthOf(names, services, ground),
    consoleFolder: join(blueprint.folders.out, 'console/pages'),
  });
  closing.add(() => gateway.close());
  const identity = await openIdentity(`${gateway.url}/identity`);
  gateway.mount('/identity', identity.handle);
  const cloud = await world.openCloud(gateway, closing);

  const addresses = { ...ground, database: blueprint.database, identity, cloud };
  const launch = (name: string) =>
    startProcess({
      name,
      entry,
      root: join(blueprint.folders.out, name),
      mode: world.mode,
      now: world.clocks.clock.now(),
      timerFile: join(data, 'timers', `${name}.json`),
      settings: { ...settingsOf(name, addresses), ...world.settings },
      pending: (entity) => ground.serviceBus.count(entity).active,
      onCommit: ground.cosmos.onCommit,
    });
  closing.add(() => Promise.all(services.map((service) => service.stop(DRAIN_MS))));
  services.push(...(await startServices(names, launch, say)));
  world.admit(services, { gateway, issuer: identity.issuer }, closing);
  return { gateway, ground, services, begin: world.begin, stop: () => closing.closeAll() };
}

function worldOf({ fleet, ...rest }: SuperviseOptions): World {
  if (fleet?.tenant === undefined) return simulatedWorld({ ...rest, ...(fleet && { fleet }) });
  return realWorld(fleet.allowWrites ? 'allowed' : 'not-allowed');
}

/** Starts all at once. When some are refused, the others are ended, and one error tells of every refusal. */
async function startServices(
  names: readonly string[],
  launch: (name: string) => Promise<ServiceProcess>,
  say: (line: string) => void,
): Promise<KeptService[]> {
  const outcomes = await Promise.allSettled(
    names.map(async (name) => {
      const first = await launch(name);
      say(`${name} is up`);
      return keepRunning(first, { start: () => launch(name), say });
    }),
  );
  const services = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason : []));
  if (refusals.length === 0) return services;
  await Promise.all(services.map((service) => service.stop(0)));
  throw new AggregateError(refusals, refusals.map(({ message }) => message).join('\n'));
}
