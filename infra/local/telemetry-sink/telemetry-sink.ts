import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** An envelope of Application Insights, as far as a test asks. */
export interface TelemetryItem {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

/** Takes what `applicationinsights` exports and keeps it in memory. */
export interface TelemetrySink {
  /** For `APPLICATIONINSIGHTS_CONNECTION_STRING`. */
  readonly connectionString: string;
  /** In the order of arrival. */
  readonly items: readonly TelemetryItem[];
  /** Resolves with the items as soon as they satisfy the condition. */
  until(condition: (items: readonly TelemetryItem[]) => boolean): Promise<readonly TelemetryItem[]>;
  close(): Promise<void>;
}

const KEY = '00000000-0000-0000-0000-000000000000';

/** Listens on a free port of 127.0.0.1 for `POST /v2.1/track`. */
export async function openTelemetrySink(): Promise<TelemetrySink> {
  const items: TelemetryItem[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((request, response) => {
    track(request, response, (received) => {
      items.push(...received);
      for (const watch of watchers) watch();
    }).catch(() => response.writeHead(400).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=http://127.0.0.1:${port}/`,
    items,
    until: (condition) =>
      new Promise((resolve) => {
        const watch = () => {
          if (!condition(items)) return;
          watchers.delete(watch);
          resolve(items);
        };
        watchers.add(watch);
        watch();
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function track(
  request: IncomingMessage,
  response: ServerResponse,
  receive: (items: TelemetryItem[]) => void,
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/v2.1/track') {
    response.writeHead(404).end();
    return;
  }
  const items = parseItems(await readText(request));
  receive(items);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ itemsReceived: items.length, itemsAccepted: items.length, errors: [] }));
}

const unzip = promisify(gunzip);

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return String(request.headers['content-encoding'] === 'gzip' ? await unzip(body) : body);
}

/** The exporter sends a JSON array; others send a line for each item. */
function parseItems(text: string): TelemetryItem[] {
  if (text.startsWith('[')) return JSON.parse(text);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
