import { createServer, type Server, type Socket } from 'node:net';
import rhea, { type ConnectionOptions, type Container, type EventContext } from 'rhea';
import { LIMITS } from '../limits.ts';
import type { Client, Service } from './client.ts';
import type { Consumer } from './consumer.ts';
import type { PeerConnection, PeerDelivery, PeerLink, PeerSession } from './internals.ts';
import { attachReceiver, attachSender } from './links.ts';
import { BARE_FORMAT, type SessionView, teach } from './session.ts';
import { type Disposition, settleDeliveries } from './settlement.ts';
import { createTransactions } from './transactions.ts';
import { receiveTransfer, type Target } from './transfers.ts';
import './hardening.ts';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** Speaks AMQP 1.0 on a port of this machine; 0 takes any free one. */
export async function listen(service: Service, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  const container = createContainer();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(service, container, socket);
  });
  await listening(server, port);
  return {
    port: (server.address() as { port: number }).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A connection takes these from nowhere else; the typings ask for a client's host and port. */
const CONNECTION = { reconnect: false, idle_time_out: 60_000, max_frame_size: LIMITS.frameSize } as const;

function createContainer(): Container {
  const container = rhea.create_container({
    id: 'service-bus',
    receiver_options: { autoaccept: false, credit_window: 500 },
    sender_options: { autosettle: false, treat_modified_as_released: false },
  });
  const mechanisms = container.sasl_server_mechanisms;
  mechanisms.enable_anonymous();
  mechanisms.enable_plain(() => true);
  // .NET knows the anonymous login under the service's own name alone; the token follows on $cbs.
  mechanisms.MSSBCBS = mechanisms.ANONYMOUS;
  mechanisms.EXTERNAL = mechanisms.ANONYMOUS;
  return container;
}

function serve(service: Service, container: Container, socket: Socket): void {
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
  const targets = new WeakMap<PeerLink, Promise<Target | undefined>>();
  const views = new WeakMap<PeerSession, SessionView>();
  const onLink = (event: string, act: (link: PeerLink, context: EventContext) => void) =>
    connection.on(event, (context: EventContext) =>
      act((context.sender ?? context.receiver) as unknown as PeerLink, context),
    );

  connection.on('session_open', ({ session }: EventContext) => {
    const peer = session as unknown as PeerSession;
    views.set(
      peer,
      teach(peer, (judged) => {
        const dispositions = judged.flatMap(({ delivery, state }): Disposition[] => {
          const consumer = consumers.get(delivery.link);
          return consumer ? [{ delivery, consumer, state }] : [];
        });
        if (dispositions.length > 0) void settleDeliveries(client, dispositions);
      }),
    );
  });
  onLink('receiver_open', (link) => {
    const coordinator = views.get(link.session)?.coordinatorOf(link.name);
    if (coordinator) {
      link.local.attach.target = coordinator;
      targets.set(link, Promise.resolve({ kind: 'coordinator' }));
    } else targets.set(link, attachSender(client, link));
  });
  onLink('sender_open', (link) => {
    void attachReceiver(client, link).then((consumer) => {
      if (!consumer) return;
      consumers.set(link, consumer);
      consumer.pump();
    });
  });
  onLink('message', (link, { delivery, message, format }: EventContext & { readonly format?: number }) => {
    const received = delivery as unknown as PeerDelivery;
    const transaction = views.get(link.session)?.transactionOf(received.id);
    void targets.get(link)?.then((target) => {
      if (!target) return;
      const bytes = message as unknown as Buffer;
      const sent = format === undefined || format === BARE_FORMAT ? 0 : format;
      return receiveTransfer(client, target, { delivery: received, bytes, format: sent, transaction });
    });
  });
  onLink('sender_flow', (link) => consumers.get(link)?.pump());
  onLink('sender_draining', (link) => {
    const consumer = consumers.get(link);
    if (consumer) consumer.drain();
    else link.set_drained(true);
  });
  onLink('sender_close', (link) => consumers.get(link)?.close());
  connection.on('session_close', ({ session }: EventContext) => {
    for (const link of Object.values((session as unknown as PeerSession).links)) consumers.get(link)?.close();
  });

  const leave = () => {
    for (const consumer of client.consumers) consumer.close();
  };
  connection.on('connection_close', leave);
  connection.on('disconnected', leave);
  // rhea does not notice a socket that was destroyed on this side, and would keep its heartbeat going.
  socket.on('close', () => connection._disconnected());
  // A client that breaks the protocol loses its connection, and nobody else anything.
  for (const event of ['connection_error', 'error', 'protocol_error'])
    connection.on(event, () => void setImmediate(() => socket.destroy()));
  for (const event of ['session_error', 'receiver_error', 'sender_error']) connection.on(event, () => undefined);
  connection.accept(socket);
}

/** rhea would collect any frame that a client announces. */
function boundFrames(connection: PeerConnection, socket: Socket): void {
  const { input } = connection;
  connection.input = (chunk) => {
    input.call(connection, chunk);
    if ((connection.frame_size ?? 0) > LIMITS.frameSize) socket.destroy();
  };
}
