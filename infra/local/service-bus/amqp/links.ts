import type { Session } from '../entry.ts';
import { asServiceBusError, ServiceBusError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Queue } from '../queue.ts';
import { assertAuthorized } from './cbs.ts';
import { type Client, meetFault, pathOf } from './client.ts';
import { alwaysAnswerDrain, type Consumer, openConsumer } from './consumer.ts';
import type { PeerLink } from './internals.ts';
import type { Target } from './transfers.ts';
import * as amqp from './types.ts';

const MANAGEMENT = '/$management';
const CBS = '$cbs';

/** A client attaches a link to send on. Returns where its messages go, or undefined if it was refused. */
export function attachSender(client: Client, link: PeerLink): Promise<Target | undefined> {
  const { attach } = link.local;
  // .NET sends its requests settled, with empty tags: in any other mode it would keep the second one as a double.
  attach.snd_settle_mode = link.snd_settle_mode;
  attach.max_message_size = LIMITS.messageSize;
  return answerAttach(link, () => targetOf(client, link));
}

async function targetOf(client: Client, link: PeerLink): Promise<Target> {
  // In a transaction across entities the address names the first one; this property names the one that is meant.
  const via: unknown = link.properties?.['com.microsoft:transfer-destination-address'];
  const path = pathOf(typeof via === 'string' ? via : link.target?.address);
  if (path === CBS) return { kind: 'cbs' };
  assertAuthorized(client);
  if (path.endsWith(MANAGEMENT)) return { kind: 'management', path: path.slice(0, -MANAGEMENT.length) };
  client.service.namespace.assertCanSend(path);
  await meetFault(client, 'attach', path);
  return { kind: 'entity', path };
}

/** A client attaches a link to receive on: replies, or the messages of a queue. */
export function attachReceiver(client: Client, link: PeerLink): Promise<Consumer | undefined> {
  const path = pathOf(link.source?.address);
  alwaysAnswerDrain(link);
  return answerAttach(link, async () => {
    if (path === CBS || path.endsWith(MANAGEMENT)) {
      client.replies.set(link.name, link);
      if (link.target?.address) client.replies.set(link.target.address, link);
      return undefined;
    }
    assertAuthorized(client);
    const queue = client.service.namespace.queue(path);
    await meetFault(client, 'attach', path);
    return consume(client, link, queue);
  });
}

const SESSION_FILTER = 'com.microsoft:session-filter';
const PRE_SETTLED = 1;

async function consume(client: Client, link: PeerLink, queue: Queue): Promise<Consumer> {
  const receiveAndDelete = link.snd_settle_mode === PRE_SETTLED;
  link.local.attach.snd_settle_mode = receiveAndDelete ? 1 : 0;
  link.local.attach.rcv_settle_mode = receiveAndDelete ? 0 : 1;
  const filter = (link.source?.filter ?? {}) as Record<string, unknown>;
  assertSessionsMatch(queue, SESSION_FILTER in filter);
  if (!queue.settings.requiresSession) {
    return openConsumer({ client, link, queue, session: undefined, receiveAndDelete });
  }
  const session = await acceptSession(link, queue, plain(filter[SESSION_FILTER]));
  // The typings know filters of JMS alone.
  link.set_source({ address: link.source.address, filter: { [SESSION_FILTER]: session.id } as never });
  link.local.attach.properties = {
    'com.microsoft:locked-until-utc': amqp.long(dotNetTicks(session.lockedUntil)),
  };
  return openConsumer({ client, link, queue, session, receiveAndDelete });
}

function assertSessionsMatch(queue: Queue, wantsSession: boolean): void {
  if (wantsSession === queue.settings.requiresSession) return;
  throw new ServiceBusError(
    'amqp:not-allowed',
    wantsSession
      ? 'A sessionful message receiver cannot be created on an entity that does not require sessions.'
      : 'It is not possible for an entity that requires sessions to create a non-sessionful message receiver.',
  );
}

function acceptSession(link: PeerLink, queue: Queue, sessionId: unknown): Session | Promise<Session> {
  if (typeof sessionId === 'string') return queue.sessions.accept(sessionId);
  const session = queue.sessions.acceptNext();
  if (session) return session;
  return awaitSession(link, queue);
}

const DEFAULT_SESSION_TIMEOUT_MS = 60_000;
const LONGEST_SESSION_TIMEOUT_MS = 3_600_000;

function awaitSession(link: PeerLink, queue: Queue): Promise<Session> {
  const asked = Number(plain(link.properties?.['com.microsoft:timeout']) ?? DEFAULT_SESSION_TIMEOUT_MS);
  const timeout = Math.min(Number.isNaN(asked) ? DEFAULT_SESSION_TIMEOUT_MS : asked, LONGEST_SESSION_TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      giveUp();
      reject(
        new ServiceBusError(
          'com.microsoft:timeout',
          'The operation did not complete within the allotted time; no session was available.',
        ),
      );
    }, timeout).unref();
    const giveUp = queue.sessions.awaitNext((session) => {
      clearTimeout(timer);
      resolve(session);
    });
  });
}

/**
 * Keeps the answer to an attach back until it is decided. A refusal is an attach without source and target, followed by
 * a detach with the reason.
 */
async function answerAttach<T>(link: PeerLink, decide: () => Promise<T>): Promise<T | undefined> {
  link.state.local_open = false;
  link.state.open_requests = 0;
  // Clients know their links by the addresses as they wrote them.
  link.set_source({ address: link.source?.address as string });
  link.set_target({ address: link.target?.address as string });
  try {
    const decided = await decide();
    if (link.is_remote_open()) link.attach();
    return decided;
  } catch (error) {
    const { condition, message: description } = asServiceBusError(error);
    link.local.attach.source = undefined;
    link.local.attach.target = undefined;
    link.attach();
    link.close({ condition, description });
    return undefined;
  }
}

function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** 100 nanoseconds since the year 1, in 8 bytes. */
function dotNetTicks(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(milliseconds) * 10_000n + 621_355_968_000_000_000n);
  return bytes;
}
