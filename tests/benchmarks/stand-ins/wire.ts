import { Agent, request } from 'node:http';

/** Requests over plain HTTP, as the SDK makes them, without the SDK: it takes longer over a request than either server. */
export interface Wire {
  /** Resolves when the whole answer is there. Rejects with its status when it is an error. */
  send(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, options?: WireOptions): Promise<void>;
  close(): void;
}

export interface WireOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What every request carries; neither server looks at the signature. */
const COMMON = {
  accept: 'application/json',
  authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dany',
  'x-ms-date': 'Wed, 01 Jul 2026 00:00:00 GMT',
  'x-ms-version': '2020-07-15',
};

export function openWire(endpoint: string): Wire {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  const { hostname, port } = new URL(endpoint);
  return {
    send: (method, path, { headers, body } = {}) =>
      new Promise((resolve, reject) => {
        const content = body && JSON.stringify(body);
        const sent = request({
          hostname,
          port,
          path,
          method,
          agent,
          headers: {
            ...COMMON,
            ...(content && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
            ...headers,
          },
        });
        sent.once('error', reject);
        sent.once('response', (response) => {
          const { statusCode = 0 } = response;
          response.once('error', reject);
          response.once('end', () =>
            statusCode < 400 ? resolve() : reject(new Error(`${method} ${path} was answered ${statusCode}.`)),
          );
          response.resume();
        });
        sent.end(content);
      }),
    close: () => agent.destroy(),
  };
}
