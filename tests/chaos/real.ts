import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CosmosClient } from '@azure/cosmos';
import fc from 'fast-check';
import { SERVICES } from '../../shared/contracts/events/topology.ts';
import { type Terminal, table } from '../terminal/terminal.ts';
import { signIn } from './callers.ts';
import type { Evidence } from './evidence.ts';
import { ask, type Exchange, isAnswered, openExchange } from './exchange.ts';
import { atTheEnd, onceQuiet, onWritten, whatever } from './invariants/all.ts';
import { type Command, command, TENANTS } from './load.ts';
import { openPicture } from './picture.ts';
import { freePort, type Supervised, startSupervised } from './supervised.ts';
import { openTrace } from './trace.ts';

export interface RealOptions {
  readonly kills: number;
  readonly seed: number;
}

const WHO = ['everything', ...SERVICES] as const;

/** kill -9 of services, and of all processes at once, under load and on the wall. Returns whether every invariant held. */
export async function runReal({ kills, seed }: RealOptions, screen: Terminal): Promise<boolean> {
  const data = await mkdtemp(join(tmpdir(), 'omd-chaos-'));
  const port = await freePort();
  const exchanges: Exchange[] = [];
  let product = await startSupervised(data, port, seed);
  try {
    for (const [at, { who, after, commands }] of plannedKills(kills, seed).entries()) {
      const evidence = await evidenceOf(product, seed, exchanges);
      const load = callAll(evidence, exchanges, at === 0 ? [...enrolments, ...commands] : commands);
      await setTimeout(after);
      if (who === 'everything') {
        await product.killAll();
        await load;
        product = await startSupervised(data, port, seed);
      } else await Promise.all([product.killService(who), load]);
      screen.progress(`kill ${at + 1} of ${kills}: ${who} after ${after} ms, ${exchanges.length} calls so far`);
    }
    const broken = await whenCalm(await evidenceOf(product, seed, exchanges), screen);
    for (const line of broken) screen.say(line);
    if (broken.length > 0) screen.say(`Again: npm run chaos -- --real ${kills} --seed ${seed}`);
    screen.say(
      table([
        ['', 'kills', 'calls', 'broken'],
        ['product', ...[kills, exchanges.length, broken.length].map(String)],
      ]),
    );
    screen.result({ seed, kills, calls: exchanges.length, broken });
    return broken.length === 0;
  } finally {
    await product.killAll();
    await rm(data, { recursive: true, maxRetries: 5 });
  }
}

const enrolments = TENANTS.map((tenant): Command => ({ kind: 'enrol', tenant, caller: 'platform' }));

/** A third of the kills are of everything. */
function plannedKills(kills: number, seed: number) {
  const kill = fc.record({
    who: fc.oneof(
      { weight: 1, arbitrary: fc.constant(WHO[0]) },
      { weight: 2, arbitrary: fc.constantFrom(...WHO.slice(1)) },
    ),
    after: fc.integer({ min: 50, max: 1_500 }),
    commands: fc.array(command, { minLength: 30, maxLength: 30 }),
  });
  return fc.sample(fc.noBias(kill), { seed, numRuns: kills });
}

async function evidenceOf({ gateway, cosmos }: Supervised, seed: number, exchanges: Exchange[]): Promise<Evidence> {
  const callers = await signIn({ issuer: `${gateway}/identity`, fetch: (request) => fetch(request) }, seed);
  const picture = await openPicture(SERVICES, new CosmosClient(cosmos));
  return { services: SERVICES, callers, exchanges, picture, trace: openTrace() };
}

/** One call after the other; what meets a dead process stays unanswered. */
async function callAll(evidence: Evidence, exchanges: Exchange[], commands: readonly Command[]): Promise<void> {
  for (const each of commands) {
    const exchange = await openExchange(evidence, each, exchanges.length).catch(() => undefined);
    if (!exchange) continue;
    exchanges.push(exchange);
    await ask(evidence, exchange).catch(() => undefined);
  }
}

const POLL_MS = 1_000;
/** A reservation of a call that died runs out after two minutes, and so do retries of what was under way. */
const PATIENCE_MS = 4 * 60_000;

/** Repeats what was not answered, and asks until every invariant holds or patience ends. Returns what is broken then. */
async function whenCalm(evidence: Evidence, screen: Terminal): Promise<string[]> {
  const until = Date.now() + PATIENCE_MS;
  const writes = [];
  for (;;) {
    const open = evidence.exchanges.filter((exchange) => !isAnswered(exchange));
    for (const exchange of open) await ask(evidence, exchange).catch(() => undefined);
    for (const written of await evidence.picture.look())
      for (const holds of onWritten) writes.push(...holds(evidence, written));
    const broken = [...writes, ...(await brokenNow(evidence))];
    if (broken.length === 0 || writes.length > 0 || Date.now() > until) return broken;
    screen.progress(`${open.length} calls open, ${broken.length} invariants not met yet`);
    await setTimeout(POLL_MS);
  }
}

async function brokenNow(evidence: Evidence): Promise<string[]> {
  const broken: string[] = [];
  for (const holds of [...whatever, ...onceQuiet, ...atTheEnd]) broken.push(...(await holds(evidence)));
  return broken;
}
