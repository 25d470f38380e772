import { type Cosmos, type CosmosOptions, startCosmos } from './cosmos.ts';
import type { Json, JsonObject } from './json.ts';
import type { CosmosResponse } from './protocol.ts';

/** What a response says, its body parsed. */
export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: CosmosResponse['headers'];
}

/** The requests of the protocol against one container, as tests write them. */
export interface TestContainer {
  readonly cosmos: Cosmos;
  readonly path: string;
  request(method: string, path: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  create(body: JsonObject, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  upsert(body: JsonObject, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  replace(body: JsonObject & { readonly id: string }, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  read(id: string, key: Json, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  patch(id: string, key: Json, body: Json, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  remove(id: string, key: Json, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  batch(key: Json, operations: readonly JsonObject[], headers?: Readonly<Record<string, string>>): Promise<Reply>;
  query(query: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  feed(headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

/** A container `things` with the key path `/pk` unless the settings say otherwise, in memory unless a store is given. */
export async function openTestContainer(
  options: CosmosOptions = {},
  settings: JsonObject = {},
): Promise<TestContainer> {
  const cosmos = await startCosmos({ port: false, ...options });
  const container = requestsTo(cosmos);
  await container.request('POST', '/dbs', { id: 'db' });
  const definition = { id: 'things', partitionKey: { paths: ['/pk'], kind: 'Hash' }, ...settings };
  await container.request('POST', '/dbs/db/colls', definition);
  return container;
}

/** The container that a stand-in has already. */
export function requestsTo(cosmos: Cosmos): TestContainer {
  const path = '/dbs/db/colls/things';
  const docs = `${path}/docs`;

  async function request(method: string, to: string, body?: Json, headers = {}): Promise<Reply> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const response = await cosmos.handle({ method, path: to, headers, body: text });
    return { ...response, body: response.body === '' ? {} : JSON.parse(response.body) };
  }

  return {
    cosmos,
    path,
    request,
    create: (body, headers) => request('POST', docs, body, headers),
    upsert: (body, headers) => request('POST', docs, body, { 'x-ms-documentdb-is-upsert': 'true', ...headers }),
    replace: (body, headers) => request('PUT', `${docs}/${encodeURIComponent(body.id)}`, body, headers),
    read: (id, key, headers) =>
      request('GET', `${docs}/${encodeURIComponent(id)}`, undefined, { ...keyed(key), ...headers }),
    patch: (id, key, body, headers) =>
      request('PATCH', `${docs}/${encodeURIComponent(id)}`, body, { ...keyed(key), ...headers }),
    remove: (id, key, headers) =>
      request('DELETE', `${docs}/${encodeURIComponent(id)}`, undefined, { ...keyed(key), ...headers }),
    batch: (key, operations, headers) => request('POST', docs, operations, { ...keyed(key), ...ATOMIC, ...headers }),
    query: (query, headers) => request('POST', docs, { query }, { 'x-ms-documentdb-isquery': 'true', ...headers }),
    feed: (headers) => request('GET', docs, undefined, { 'a-im': 'Incremental Feed', ...headers }),
  };
}

/** The header that names a partition key of one path, or of several. */
export const keyed = (key: Json): Readonly<Record<string, string>> => ({
  'x-ms-documentdb-partitionkey': JSON.stringify(Array.isArray(key) ? key : [key]),
});

const ATOMIC = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };

/** The documents on a page of a query or of the change feed. */
export const documentsOf = (reply: Reply): readonly JsonObject[] =>
  (reply.body['Documents'] ?? []) as readonly JsonObject[];
