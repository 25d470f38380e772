import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, Lock, Session } from './entry.ts';
import { ServiceBusError } from './errors.ts';
import { LOCK_DURATION, message, openQueue, type QueueUnderTest } from './queue.fixture.ts';

/*
 * Random interleavings of everything that can happen to a queue, beside a model that knows only what its users were
 * told: which messages they sent, which they hold and how often each was given back.
 */

const MAX_DELIVERIES = 4;

type Step =
  | { readonly kind: 'send' | 'schedule'; readonly session: number; readonly delay: number }
  | { readonly kind: 'receive' | 'receive and delete' | 'accept next'; readonly holder: number }
  | { readonly kind: 'complete' | 'abandon' | 'release' | 'defer' | 'dead-letter' | 'renew'; readonly pick: number }
  | { readonly kind: 'cancel' | 'receive deferred' | 'close session'; readonly pick: number }
  | { readonly kind: 'wall' | 'clock'; readonly milliseconds: number };

const pick = fc.nat({ max: 50 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('send', 'schedule'),
    session: fc.nat({ max: 3 }),
    delay: fc.integer({ min: 1, max: 5000 }),
  }),
  fc.record({ kind: fc.constantFrom('receive', 'receive and delete', 'accept next'), holder: pick }),
  fc.record({ kind: fc.constantFrom('complete', 'abandon', 'release', 'defer', 'dead-letter', 'renew'), pick }),
  fc.record({ kind: fc.constantFrom('cancel', 'receive deferred', 'close session'), pick }),
  fc.record({ kind: fc.constantFrom('wall', 'clock'), milliseconds: fc.integer({ min: 1, max: LOCK_DURATION }) }),
);

class Model {
  readonly under: QueueUnderTest;
  readonly #sessions: boolean;
  readonly sent: string[] = [];
  readonly gone = new Set<string>();
  readonly returns = new Map<string, number>();
  held: Lock[] = [];
  open: Session[] = [];

  constructor(sessions: boolean) {
    this.#sessions = sessions;
    this.under = openQueue({ requiresSession: sessions, maxDeliveryCount: MAX_DELIVERIES });
  }

  run(step: Step): void {
    const { queue, clock, wall } = this.under;
    switch (step.kind) {
      case 'send':
        this.#send(step.session);
        break;
      case 'schedule':
        this.#send(step.session, clock.now() + step.delay);
        break;
      case 'receive':
        this.#receive(step.holder);
        break;
      case 'receive and delete': {
        const entry = queue.receiveAndDelete(this.#session(step.holder));
        if (entry) this.gone.add(entry.message.id);
        break;
      }
      case 'accept next': {
        const session = this.#sessions ? queue.sessions.acceptNext() : undefined;
        if (session) this.open.push(session);
        break;
      }
      case 'close session':
        this.#closeSession(step.pick);
        break;
      case 'cancel':
        this.#inState('scheduled', step.pick, ({ sequenceNumber, message: { id } }) => {
          queue.cancelScheduled(sequenceNumber);
          this.gone.add(id);
        });
        break;
      case 'receive deferred':
        this.#inState('deferred', step.pick, ({ sequenceNumber }) => {
          if (!this.#sessions) this.held.push(queue.receiveDeferred(sequenceNumber));
        });
        break;
      case 'wall':
        this.#moveWall(wall.now() + step.milliseconds);
        break;
      case 'clock':
        clock.jumpTo(clock.now() + step.milliseconds);
        break;
      default:
        this.#settle(step.kind, step.pick);
    }
  }

  #send(session: number, scheduledEnqueueTime?: number): void {
    const id = `m${this.sent.length}`;
    this.sent.push(id);
    this.under.queue.enqueue(
      message(id, { scheduledEnqueueTime, sessionId: this.#sessions ? `S${session}` : undefined }),
    );
  }

  #session(holder: number): Session | undefined {
    return this.#sessions ? (this.open[holder % Math.max(1, this.open.length)] ?? NOBODYS) : undefined;
  }

  #receive(holder: number): void {
    const lock = this.under.queue.receive(this.#session(holder));
    if (!lock) return;
    expect(this.held.map(({ entry }) => entry)).not.toContain(lock.entry);
    this.held.push(lock);
  }

  #settle(kind: 'complete' | 'abandon' | 'release' | 'defer' | 'dead-letter' | 'renew', at: number): void {
    const { queue } = this.under;
    const lock = this.held[at % Math.max(1, this.held.length)];
    if (!lock) return;
    const { id } = lock.entry.message;
    if (kind === 'renew') {
      queue.renewLock(lock.token);
      return;
    }
    this.held = this.held.filter((other) => other !== lock);
    if (kind === 'complete') queue.complete(lock.token);
    if (kind === 'release') queue.release(lock.token);
    if (kind === 'defer') queue.defer(lock.token);
    if (kind === 'abandon') queue.abandon(lock.token);
    if (kind === 'dead-letter') queue.deadLetter(lock.token);
    if (kind === 'complete') this.gone.add(id);
    if (kind === 'abandon' || kind === 'defer') this.#count(id);
    expect(() => queue.complete(lock.token)).toThrow(ServiceBusError);
  }

  #count(id: string): void {
    this.returns.set(id, (this.returns.get(id) ?? 0) + 1);
  }

  #closeSession(at: number): void {
    const session = this.open[at % Math.max(1, this.open.length)];
    if (!session) return;
    this.under.queue.sessions.release(session);
    this.#sessionEnded(session);
  }

  #sessionEnded(session: Session): void {
    this.open = this.open.filter((other) => other !== session);
    for (const lock of this.held.filter((held) => held.session === session)) this.#count(lock.entry.message.id);
    this.held = this.held.filter((held) => held.session !== session);
  }

  #moveWall(time: number): void {
    this.under.wall.jumpTo(time);
    for (const session of this.open.filter(({ lockedUntil }) => lockedUntil <= time)) this.#sessionEnded(session);
    for (const lock of this.held.filter(({ lockedUntil }) => lockedUntil <= time)) this.#count(lock.entry.message.id);
    this.held = this.held.filter(({ lockedUntil }) => lockedUntil > time);
  }

  #inState(kind: 'scheduled' | 'deferred', at: number, act: (entry: Entry) => void): void {
    const entries = this.under.queue.peek(0, 1000).filter(({ state }) => state.kind === kind);
    const entry = entries[at % Math.max(1, entries.length)];
    if (entry) act(entry);
  }
}

const NOBODYS: Session = { id: 'nobody', lockedUntil: 0, locks: new Set(), lost: undefined };

function assertInvariants({ under, sent, gone, held, returns }: Model): void {
  const { queue, deadLetters, saved } = under;
  const lying = queue.peek(0, 10_000);
  const ids = lying.map((entry) => entry.message.id);
  const dead = deadLetters.map((entry) => entry.message.id);

  // Nothing is lost, and nothing is there twice.
  expect([...ids, ...dead, ...gone].sort()).toEqual([...sent].sort());
  // Who holds a message is the only one.
  expect(held.map(({ entry }) => entry.message.id).sort()).toEqual(
    lying
      .filter(({ state }) => state.kind === 'locked')
      .map(({ message: { id } }) => id)
      .sort(),
  );
  // Every delivery that came back counts, and no other.
  for (const entry of lying) expect(entry.deliveryCount).toBe(returns.get(entry.message.id) ?? 0);
  // The counts say what is there.
  for (const [kind, count] of Object.entries(queue.counts))
    expect(lying.filter(({ state }) => state.kind === kind)).toHaveLength(count);
  // What is kept for a restart is what is there.
  expect([...saved.keys()].sort((a, b) => a - b)).toEqual(lying.map(({ sequenceNumber }) => sequenceNumber));
}

for (const sessions of [false, true])
  test(`no interleaving loses, doubles or miscounts a message${sessions ? ' of a session' : ''}`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const model = new Model(sessions);
        for (const next of steps) {
          model.run(next);
          assertInvariants(model);
        }
      }),
      { numRuns: 300 },
    );
  });

test('a queue that is restored is the same, but for its locks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { under } = runAll(steps);
      const restored = openQueue({ maxDeliveryCount: MAX_DELIVERIES });
      restored.clock.jumpTo(under.clock.now());
      const kept = [...under.saved.values()].sort((a, b) => a.sequenceNumber - b.sequenceNumber).map(unlocked);
      restored.queue.restore(kept, under.queue.lastSequenceNumber);
      restored.queue.resume();
      expect(restored.queue.peek(0, 1000)).toEqual(under.queue.peek(0, 1000).map(unlocked));
      expect(restored.queue.lastSequenceNumber).toBe(under.queue.lastSequenceNumber);
    }),
    { numRuns: 200 },
  );
});

function runAll(steps: readonly Step[]): Model {
  const model = new Model(false);
  for (const next of steps) model.run(next);
  return model;
}

function unlocked(entry: Entry): Entry {
  return entry.state.kind === 'locked' ? { ...entry, state: { kind: entry.state.from } } : entry;
}
