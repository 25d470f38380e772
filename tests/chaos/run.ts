import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import { DATABASE } from '../../shared/contracts/state/containers.ts';
import { signIn } from './callers.ts';
import { BrokenInvariant, check, checkWritten } from './check.ts';
import { isAnswered } from './exchange.ts';
import { alive, calm, MINUTE_MS, pass, type Run } from './going-on.ts';
import { atTheEnd, onWritten, whatever } from './invariants/all.ts';
import { waitingLetters } from './invariants/dead-letters.ts';
import { openPicture } from './picture.ts';
import type { Step } from './plan.ts';
import type { Product } from './product.ts';
import { askAlive, restAndCheck, take } from './take.ts';
import { openTrace, told } from './trace.ts';

/** How a run ended: undefined when every invariant held. */
export type Broken = { readonly invariant: string; readonly trace: readonly string[] } | undefined;

/** Lets the steps happen, one after the other, then lets the weather calm down; stops at the first broken invariant. */
export async function runSteps(product: Product, seed: number, steps: readonly Step[]): Promise<Broken> {
  const run = await openRun(product, seed);
  return brokenBy(run, async () => {
    await beginOnTime(run);
    for (const step of steps) {
      run.trace.say(told(step));
      await take(run, step);
      await check(run, whatever);
      await checkWritten(run, onWritten);
    }
    await endInPeace(run);
    await check(run, atTheEnd);
  });
}

/** What broke in it, if anything did; then nothing goes wrong any more. */
export async function brokenBy(run: Run, work: () => Promise<void>): Promise<Broken> {
  try {
    await work();
    return undefined;
  } catch (error) {
    const invariant = error instanceof BrokenInvariant ? error.message : `The run broke: ${(error as Error).stack}`;
    return { invariant, trace: run.trace.lines };
  } finally {
    calm(run);
  }
}

export async function openRun(product: Product, seed: number): Promise<Run> {
  const { platform, database, services } = product;
  const lsnOf = (service: ServiceName) => platform.ground.cosmos.lsn(DATABASE, service);
  return {
    product,
    services,
    callers: await signIn(platform, seed),
    picture: await openPicture(services, database, lsnOf),
    exchanges: [],
    trace: openTrace(),
  };
}

/** Wherever another run has left the clock, timers ring at the same moments of this one. */
async function beginOnTime(run: Run): Promise<void> {
  const slot = 5 * MINUTE_MS;
  await pass(run, slot - (run.product.platform.clock.now() % slot));
}

/** Callers repeat what was not answered: a reservation of a call that died runs out in two minutes. A person replays dead letters. */
async function endInPeace(run: Run): Promise<void> {
  run.trace.say('the weather calms down, and callers repeat what was not answered');
  await restAndCheck(run);
  for (let round = 0; round < 3; round++) {
    for (const exchange of run.exchanges.filter((each) => !isAnswered(each))) await askAlive(run, exchange);
    await pass(run, 3 * MINUTE_MS);
  }
  await restAndCheck(run);
  for (const { service, tenantId, id } of waitingLetters(run)) {
    run.trace.say(`a person replays dead letter ${id} of ${service}`);
    const path = `/api/v1/${service}/tenants/${tenantId}/dead-letters/${id}/replay`;
    await alive(run, () => run.callers.call('platform', { method: 'POST', path }));
  }
  await restAndCheck(run);
}
