import { createServer, type Server, type Socket } from 'node:net';
import rhea, { type Container } from 'rhea';
import type { Service } from './client.ts';
import { serve } from './connection.ts';
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
