import { setTimeout } from 'node:timers/promises';
import type { CloudEvent } from '../../shared/contracts/events/cloud-event.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import { DATABASE } from '../../shared/contracts/state/containers.ts';
import type { StateDocument } from '../../shared/state/documents.ts';
import { BrokenInvariant } from './check.ts';
import type { Evidence } from './evidence.ts';
import type { Exchange } from './exchange.ts';
import type { Product } from './product.ts';

/** A run under way. */
export interface Run extends Evidence {
  readonly product: Product;
  readonly exchanges: Exchange[];
}

export const MINUTE_MS = 60_000;
/** Longer than all retries of one message may take. */
const MOST_WAITS = 200;

/** Work in which a service may die: that one is then started anew, and the outcome is undefined. */
export async function alive<T>(run: Run, work: () => Promise<T>): Promise<T | undefined> {
  const { moments, platform } = run.product;
  const ended = await moments.live(work);
  if ('value' in ended) return ended.value;
  run.trace.say(`  ${ended.died} dies at ${ended.at}`);
  await platform.crash(ended.died);
  await locksRunOut(run);
  return undefined;
}

/** All that is due is done, however often services die in it. */
export async function settle(run: Run): Promise<void> {
  await untilDone(run, () => run.product.platform.driver.settle());
}

/** Time goes by, however often services die in it. */
export async function pass(run: Run, milliseconds: number): Promise<void> {
  const { clock, driver } = run.product.platform;
  const until = clock.now() + milliseconds;
  await untilDone(run, () => driver.runUntil(until));
}

/** Nothing that was to go wrong does. */
export function calm({ product }: Run): void {
  product.moments.clear();
  product.databaseFaults.clear();
  product.platform.ground.serviceBus.faults.clear();
}

/** A failed page of the feed rests for half a minute at most, messages until their retry is due. Throws BrokenInvariant. */
export async function comeToRest(run: Run): Promise<void> {
  const { platform, services } = run.product;
  calm(run);
  await pass(run, MINUTE_MS);
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    await locksRunOut(run);
    const counts = services.map((service) => platform.ground.serviceBus.count(service));
    const isDone = counts.every(({ active, deadLetter }) => active + deadLetter === 0);
    const waiting = services.filter((_, index) => (counts[index]?.scheduled ?? 0) > 0);
    if (isDone && (await areAllOfTenantsAtRest(run, waiting))) return;
    await pass(run, 5 * MINUTE_MS);
  }
  const busy = services.map((name) => `${name} ${JSON.stringify(platform.ground.serviceBus.count(name))}`);
  throw new BrokenInvariant(`The services never come to rest: ${busy.join(', ')}.`);
}

/** Work on the devices of a suspended tenant waits until the tenant goes on: all that may still be scheduled. */
async function areAllOfTenantsAtRest({ product }: Run, waiting: readonly ServiceName[]): Promise<boolean> {
  for (const service of waiting) {
    const tenants = await waitingTenants(product, service);
    for (const tenantId of tenants) if (!(await isSuspended(product, tenantId))) return false;
  }
  return true;
}

async function waitingTenants({ bus }: Product, service: ServiceName): Promise<ReadonlySet<string>> {
  const receiver = bus.createReceiver(service);
  const messages = await receiver.peekMessages(1_000);
  await receiver.close();
  return new Set(messages.map(({ body }) => (body as CloudEvent).tenantid));
}

async function isSuspended({ database }: Product, tenantId: string): Promise<boolean> {
  const container = database.database(DATABASE).container('device-registration');
  const { resource } = await container.item('state', [tenantId, `tenant:${tenantId}`]).read<StateDocument>();
  return (resource?.data as { readonly state?: string } | null | undefined)?.state === 'suspended';
}

async function untilDone(run: Run, work: () => Promise<unknown>): Promise<void> {
  while ((await alive(run, async () => ({ done: await work() }))) === undefined);
}

/** What a service held when it died is hidden until its lock has run out, on the wall. */
async function locksRunOut({ product: { services, platform } }: Run): Promise<void> {
  while (services.some((service) => platform.ground.serviceBus.count(service).locked > 0)) await setTimeout(20);
}
