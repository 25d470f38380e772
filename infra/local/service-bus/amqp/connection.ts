import type { Socket } from 'node:net';
import type { ConnectionOptions, Container, EventContext } from 'rhea';
import { LIMITS } from '../limits.ts';
import type { Client, Service } from './client.ts';
import type { Consumer } from './consumer.ts';
import type { PeerConnection, PeerDelivery, PeerLink, PeerSession } from './internals.ts';
import { attachReceiver, attachSender } from './links.ts';
import { BARE_FORMAT, type SessionView, teach } from './session.ts';
import { type Disposition, settleDeliveries } from './settlement.ts';
import { createTransactions } from './transactions.ts';
import { receiveTransfer, type Target } from './transfers.ts';

/** A connection takes these from nowhere else; the typings ask for a client's host and port. */
const CONNECTION = { reconnect: false, idle_time_out: 60_000, max_frame_size: LIMITS.frameSize } as const;

/** Serves one client until its connection ends. */
export function serve(service: Service, container: Container, socket: Socket): void {
  const client: Client = {
    service,
    socket,
    replies: new Map(),
    consumers: new Set(),
    transactions: createTransactions(),
    isAuthorized: false,
  };
  const connection = container.create_connection(CONNECTION as ConnectionOptions) as PeerConnection;
  boundFrames(connection, socket);
  const consumers = new WeakMap<PeerLink, Consumer>();
  const views = followSessions(connection, client, consumers);
  followIncoming(connection, client, views);
  followOutgoing(connection, client, consumers);
  followEnd(connection, client);
  connection.accept(socket);
}

type Views = WeakMap<PeerSession, SessionView>;
type Consumers = WeakMap<PeerLink, Consumer>;

function followSessions(connection: PeerConnection, client: Client, consumers: Consumers): Views {
  const views: Views = new WeakMap();
  connection.on('session_open', ({ session }: EventContext) => {
    const peer = session as unknown as PeerSession;
    const view = teach(peer, (judged) => {
      const dispositions = judged.flatMap(({ delivery, state }): Disposition[] => {
        const consumer = consumers.get(delivery.link);
        return consumer ? [{ delivery, consumer, state }] : [];
      });
      if (dispositions.length > 0) void settleDeliveries(client, dispositions);
    });
    views.set(peer, view);
  });
  connection.on('session_close', ({ session }: EventContext) => {
    for (const link of Object.values((session as unknown as PeerSession).links)) consumers.get(link)?.close();
  });
  return views;
}

/** The links on which the client sends. */
function followIncoming(connection: PeerConnection, client: Client, views: Views): void {
  const targets = new WeakMap<PeerLink, Promise<Target | undefined>>();
  onLink(connection, 'receiver_open', (link) => {
    const coordinator = views.get(link.session)?.coordinatorOf(link.name);
    if (coordinator) {
      link.local.attach.target = coordinator;
      targets.set(link, Promise.resolve({ kind: 'coordinator' }));
    } else targets.set(link, attachSender(client, link));
  });
  onLink(connection, 'message', (link, { delivery, message, format }: EventContext & { readonly format?: number }) => {
    const received = delivery as unknown as PeerDelivery;
    const transaction = views.get(link.session)?.transactionOf(received.id);
    void targets.get(link)?.then((target) => {
      if (!target) return;
      const bytes = message as unknown as Buffer;
      const sent = format === undefined || format === BARE_FORMAT ? 0 : format;
      return receiveTransfer(client, target, { delivery: received, bytes, format: sent, transaction });
    });
  });
}

/** The links on which the client receives. */
function followOutgoing(connection: PeerConnection, client: Client, consumers: Consumers): void {
  onLink(connection, 'sender_open', (link) => {
    void attachReceiver(client, link).then((consumer) => {
      if (!consumer) return;
      consumers.set(link, consumer);
      // The client may have left while it waited for a session.
      if (client.socket.destroyed || !link.is_remote_open()) consumer.close();
      else consumer.pump();
    });
  });
  onLink(connection, 'sender_flow', (link) => consumers.get(link)?.pump());
  onLink(connection, 'sender_draining', (link) => {
    const consumer = consumers.get(link);
    if (consumer) consumer.drain();
    else link.set_drained(true);
  });
  onLink(connection, 'sender_close', (link) => consumers.get(link)?.close());
}

function followEnd(connection: PeerConnection, { socket, consumers }: Client): void {
  const leave = () => {
    for (const consumer of consumers) consumer.close();
  };
  connection.on('connection_close', leave);
  connection.on('disconnected', leave);
  // rhea does not notice a socket that was destroyed on this side, and would keep its heartbeat going.
  socket.on('close', () => {
    leave();
    connection._disconnected();
  });
  // A client that breaks the protocol loses its connection, and nobody else anything.
  for (const event of ['connection_error', 'error', 'protocol_error'])
    connection.on(event, () => void setImmediate(() => socket.destroy()));
  for (const event of ['session_error', 'receiver_error', 'sender_error']) connection.on(event, () => undefined);
}

function onLink(connection: PeerConnection, event: string, act: (link: PeerLink, context: EventContext) => void): void {
  connection.on(event, (context: EventContext) =>
    act((context.sender ?? context.receiver) as unknown as PeerLink, context),
  );
}

/** rhea would collect any frame that a client announces. */
function boundFrames(connection: PeerConnection, socket: Socket): void {
  const { input } = connection;
  connection.input = (chunk) => {
    input.call(connection, chunk);
    if ((connection.frame_size ?? 0) > LIMITS.frameSize) socket.destroy();
  };
}
