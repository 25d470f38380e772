import { setTimeout } from 'node:timers/promises';
import { copyMessageOf } from '../../shared/bus/message.ts';
import type { CloudEvent } from '../../shared/contracts/events/cloud-event.ts';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import { DATABASE } from '../../shared/contracts/state/containers.ts';
import { signIn } from './callers.ts';
import type { Evidence } from './evidence.ts';
import { ask, type Exchange, isAnswered, openExchange } from './exchange.ts';
import { atTheEnd, onceQuiet, onWritten, whatever } from './invariants/all.ts';
import { waitingLetters } from './invariants/dead-letters.ts';
import { TENANTS } from './load.ts';
import { openPicture } from './picture.ts';
import type { Step } from './plan.ts';
import type { Product } from './product.ts';
import { openTrace, told } from './trace.ts';

/** A run under way. */
interface Run extends Evidence {
  readonly product: Product;
}

/** How a run ended: undefined when every invariant held. */
export type Broken = { readonly invariant: string; readonly trace: readonly string[] } | undefined;

/** Lets the steps happen, one after the other, then lets the weather calm down; stops at the first broken invariant. */
export async function runSteps(product: Product, seed: number, steps: readonly Step[]): Promise<Broken> {
  const { platform, database, services } = product;
  const trace = openTrace();
  const callers = await signIn(platform, seed);
  const lsnOf = (service: ServiceName) => platform.ground.cosmos.lsn(DATABASE, service);
  const picture = await openPicture(services, database, lsnOf);
  const exchanges: Exchange[] = [];
  const run: Run = { product, services, callers, picture, exchanges, trace };
  try {
    for (const step of steps) {
      trace.say(told(step));
      await take(run, exchanges, step);
      await check(run, whatever);
      await checkWritten(run);
    }
    await answerAll(run);
    await check(run, atTheEnd);
    return undefined;
  } catch (error) {
    const invariant = error instanceof BrokenInvariant ? error.message : `The run broke: ${(error as Error).stack}`;
    return { invariant, trace: trace.lines };
  } finally {
    calm(run);
  }
}

class BrokenInvariant extends Error {}

type Check = (run: Run) => Iterable<string> | Promise<Iterable<string>>;

async function check(run: Run, checks: readonly Check[]): Promise<void> {
  for (const holds of checks) for (const broken of await holds(run)) throw new BrokenInvariant(broken);
}

async function checkWritten(run: Run): Promise<void> {
  for (const written of await run.picture.look())
    for (const holds of onWritten) for (const broken of holds(run, written)) throw new BrokenInvariant(broken);
}

async function take(run: Run, exchanges: Exchange[], step: Step): Promise<void> {
  const { product } = run;
  const { platform, moments } = product;
  switch (step.kind) {
    case 'call': {
      const exchange = await begin(run, exchanges, step.command);
      for (let time = 0; exchange && time < step.times; time++) await askOnce(run, exchange);
      return;
    }
    case 'call again': {
      const exchange = exchanges[step.nth % exchanges.length];
      if (exchange) await askOnce(run, exchange);
      return;
    }
    case 'settle':
      return goOn(run, () => platform.driver.settle());
    case 'wait':
      return pass(run, step.seconds * 1_000);
    case 'calm':
      return untilQuiet(run);
    case 'crash':
      return moments.dieAt(step.moment, step.nth);
    case 'meanwhile':
      return moments.meanwhileAt(step.moment, step.nth, async () => {
        const exchange = await begin(run, exchanges, step.command);
        if (exchange) await ask(run, exchange);
      });
    case 'restart':
      return has(product, step.service) ? platform.restart(step.service) : undefined;
    case 'database':
      return void product.databaseFaults.add(step.fault);
    case 'bus':
      return void platform.ground.serviceBus.faults.add(step.fault);
    case 'deliver again':
      return has(product, step.service) ? deliverAgain(run, step) : undefined;
    case 'hold back':
      return has(product, step.service)
        ? moments.meanwhileAt('after-publish', 1, () => holdBack(run, step))
        : undefined;
  }
}

function has({ services }: Product, service: ServiceName): boolean {
  return services.includes(service);
}

async function begin(run: Run, exchanges: Exchange[], command: Exchange['command']): Promise<Exchange | undefined> {
  const opened = await alive(run, () => openExchange(run, command, exchanges.length));
  if (opened) exchanges.push(opened);
  return opened;
}

async function askOnce(run: Run, exchange: Exchange): Promise<void> {
  await alive(run, () => ask(run, exchange));
}

/** Undefined when a service died in it; that one is started anew. */
async function alive<T>(run: Run, work: () => Promise<T>): Promise<T | undefined> {
  const { moments, platform } = run.product;
  const ended = await moments.live(work);
  if ('value' in ended) return ended.value;
  run.trace.say(`  ${ended.died} dies at ${ended.at}`);
  await platform.crash(ended.died);
  await locksRunOut(run);
  return undefined;
}

/** What a service held when it died is hidden until its lock has run out, on the wall. */
async function locksRunOut({ product: { services, platform } }: Run): Promise<void> {
  while (services.some((service) => platform.ground.serviceBus.count(service).locked > 0)) await setTimeout(20);
}

/** However often services die in it. */
async function goOn(run: Run, work: () => Promise<unknown>): Promise<void> {
  while ((await alive(run, async () => ({ done: await work() }))) === undefined);
}

async function pass(run: Run, milliseconds: number): Promise<void> {
  const { clock, driver } = run.product.platform;
  const until = clock.now() + milliseconds;
  await goOn(run, () => driver.runUntil(until));
}

function calm({ product }: Run): void {
  product.moments.clear();
  product.databaseFaults.clear();
  product.platform.ground.serviceBus.faults.clear();
}

const MINUTE_MS = 60_000;
/** Longer than all retries of one message may take. */
const MOST_WAITS = 200;

/** A failed page of the feed rests for half a minute at most; messages rest until their retry is due. */
async function untilQuiet(run: Run): Promise<void> {
  const { platform, services } = run.product;
  calm(run);
  await pass(run, MINUTE_MS);
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    await locksRunOut(run);
    const counts = services.map((service) => platform.ground.serviceBus.count(service));
    if (counts.every(({ active, scheduled, deadLetter }) => active + scheduled + deadLetter === 0)) {
      await checkWritten(run);
      return check(run, onceQuiet);
    }
    await pass(run, 5 * MINUTE_MS);
  }
  throw new BrokenInvariant('The services never come to rest.');
}

/** Callers repeat what was not answered until it is; a reservation of a call that died runs out within two minutes. */
async function answerAll(run: Run): Promise<void> {
  run.trace.say('the weather calms down, and callers repeat what was not answered');
  await untilQuiet(run);
  for (let round = 0; round < 3; round++) {
    for (const exchange of run.exchanges.filter((each) => !isAnswered(each))) await askOnce(run, exchange);
    await pass(run, 3 * MINUTE_MS);
  }
  await untilQuiet(run);
  for (const { service, tenantId, id } of waitingLetters(run)) {
    run.trace.say(`a person replays dead letter ${id} of ${service}`);
    const path = `/api/v1/${service}/tenants/${tenantId}/dead-letters/${id}/replay`;
    await alive(run, () => run.callers.call('platform', { method: 'POST', path }));
  }
  await untilQuiet(run);
}

async function deliverAgain(run: Run, step: Extract<Step, { kind: 'deliver again' }>): Promise<void> {
  const { product, picture, callers } = run;
  await picture.look();
  const told = TENANTS.flatMap((tenant) => picture.of('device-registration', 'event', callers.tenantId(tenant)));
  const event = told[step.nth % told.length]?.event;
  if (event) await send(product, step.service, event, step.seconds);
}

let copies = 0;

async function send(
  { bus, platform }: Product,
  service: ServiceName,
  event: CloudEvent,
  seconds: number,
): Promise<void> {
  const at = platform.clock.now() + seconds * 1_000;
  const sender = bus.createSender(service);
  await sender.sendMessages(copyMessageOf({ event, messageId: `${event.id}:x${copies++}`, attempt: 0, at }));
  await sender.close();
}

async function holdBack({ product, trace }: Run, step: Extract<Step, { kind: 'hold back' }>): Promise<void> {
  const { bus, platform } = product;
  const { active } = platform.ground.serviceBus.count(step.service);
  if (active === 0) return;
  const receiver = bus.createReceiver(step.service, { receiveMode: 'receiveAndDelete' });
  const messages = await receiver.receiveMessages(active, { maxWaitTimeInMs: 1_000 });
  await receiver.close();
  trace.say(`  ${messages.length} messages for ${step.service} are held back`);
  for (const [place, { body }] of messages.reverse().entries())
    await send(product, step.service, body as CloudEvent, step.seconds + place);
}
