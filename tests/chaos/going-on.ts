import { setTimeout } from 'node:timers/promises';
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
/** Five hours: no retry lasts as long, so what is scheduled by then is work that looks at Microsoft again. */
const WAITS_OF_RETRIES = 60;

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
    const busy = counts.some(({ active, deadLetter }) => active + deadLetter > 0);
    const waiting = counts.some(({ scheduled }) => scheduled > 0);
    if (!busy && (!waiting || waits >= WAITS_OF_RETRIES)) return;
    await pass(run, 5 * MINUTE_MS);
  }
  const busy = services.map((name) => `${name} ${JSON.stringify(platform.ground.serviceBus.count(name))}`);
  throw new BrokenInvariant(`The services never come to rest: ${busy.join(', ')}.`);
}

async function untilDone(run: Run, work: () => Promise<unknown>): Promise<void> {
  while ((await alive(run, async () => ({ done: await work() }))) === undefined);
}

/** What a service held when it died is hidden until its lock has run out, on the wall. */
async function locksRunOut({ product: { services, platform } }: Run): Promise<void> {
  while (services.some((service) => platform.ground.serviceBus.count(service).locked > 0)) await setTimeout(20);
}
