import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Requests over plain HTTP, as the SDK makes them, on connections that are kept. It reads of an answer no more than it
 * must: the SDK, and Node's own client too, take longer over a request than the servers that are compared.
 */
export interface Wire {
  /** Resolves when the whole answer is there. Rejects with its status when it is an error. */
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options?: WireOptions): Promise<void>;
  close(): void;
}

export interface WireOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export function openWire(endpoint: string): Wire {
  const { host, hostname, port } = new URL(endpoint);
  const idle: Connection[] = [];
  const all: Connection[] = [];

  async function open(): Promise<Connection> {
    const connection = await openConnection(hostname, Number(port));
    all.push(connection);
    return connection;
  }

  return {
    async send(method, path, options = {}) {
      const connection = idle.pop() ?? (await open());
      const status = await connection.exchange(requestText(host, method, path, options));
      idle.push(connection);
      if (status >= 400) throw new Error(`${method} ${path} was answered ${status}.`);
    },
    close() {
      for (const { close } of all) close();
    },
  };
}

/** What every request carries; neither server looks at the signature. */
const COMMON = {
  accept: 'application/json',
  authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dany',
  connection: 'keep-alive',
  'x-ms-date': 'Wed, 01 Jul 2026 00:00:00 GMT',
  'x-ms-version': '2020-07-15',
};

function requestText(host: string, method: string, path: string, { headers, body }: WireOptions): string {
  const content = body ? JSON.stringify(body) : '';
  const about = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) };
  const lines = Object.entries({ host, ...COMMON, ...about, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`;
}

interface Connection {
  /** Sends a request and returns the status of its answer. Rejects when the server ends the connection. */
  exchange(request: string): Promise<number>;
  close(): void;
}

async function openConnection(host: string, port: number): Promise<Connection> {
  const socket: Socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  let received = '';
  let answered: (status: number) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  socket.setEncoding('latin1').on('data', (text) => {
    received += text;
    const status = statusOfWhole(received);
    if (status === undefined) return;
    received = '';
    answered(status);
  });
  socket.on('error', (error) => failed(error));
  socket.on('close', () => failed(new Error('The server has ended a connection that was to be kept.')));
  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        failed = reject;
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** The status of an answer that is there as a whole; its length stands in a header, or it has no body. */
function statusOfWhole(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length < end + 4 + length ? undefined : Number(text.slice(9, 12));
}
