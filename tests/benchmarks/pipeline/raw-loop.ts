import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ChangeFeedStartFrom, type Container, CosmosClient, type OperationInput } from '@azure/cosmos';
import { ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { TOPIC_OF } from '../../../shared/contracts/events/topology.ts';
import { leaseContainerOf } from '../../../shared/contracts/state/containers.ts';
import { CONSUMERS, type WatchedGround } from './ground.ts';

/** What a change of a tenant takes of `node:http` and the SDKs, and nothing else: no host, no rule, no check. */
export interface RawLoop {
  /** Asks over HTTP that a tenant be saved with its event, which then goes the same way as the product's. */
  change(tenantId: string, number: number): Promise<void>;
  close(): Promise<void>;
}

export async function openRawLoop(ground: WatchedGround): Promise<RawLoop> {
  const { cosmos, serviceBus, httpClient } = ground;
  const database = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient });
  const bus = new ServiceBusClient(serviceBus.connectionString);
  const containerOf = (name: string) => database.database(product.database).container(name);

  const own = containerOf('device-registration');
  const sender = bus.createSender(TOPIC_OF['device-registration']);
  const feeds = [followFeed(ground, own, (page) => afterChange(own, sender, page))];
  for (const service of CONSUMERS) {
    const container = containerOf(service);
    const processMessage = ({ body: { tenantid, data } }: { body: RawEvent }) =>
      save(container, ofTenant(tenantid), [upsert({ ...stateOf(tenantid), data })]);
    const processError = async ({ error }: { error: Error }) => Promise.reject(error);
    bus.createReceiver(service).subscribe({ processMessage, processError }, { maxConcurrentCalls: BATCH });
    feeds.push(followFeed(ground, container, (page) => moveVectors(container, page)));
  }

  const server = createServer(async (request, response) => {
    const { tenantId, number } = JSON.parse(await text(request));
    await saveChange(own, tenantId, number);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ tenantId }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    async change(tenantId, number) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ tenantId, number }) });
      await response.arrayBuffer();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      for (const stop of feeds) await stop();
      await bus.close();
      database.dispose();
    },
  };
}

/** Messages that the product's trigger takes at a time, and documents. */
const BATCH = 64;
const PAGE = 200;

interface Partition {
  readonly tenantId: string;
  readonly aggregate: string;
}

type Document = Partition & { readonly kind: string; readonly event?: RawEvent };
type RawEvent = ReturnType<typeof eventOf>;

async function saveChange(container: Container, tenantId: string, number: number): Promise<void> {
  const event = eventOf(tenantId, number);
  const partition = ofTenant(tenantId);
  await container.item('state', [tenantId, partition.aggregate]).read();
  await save(container, partition, [
    upsert({ ...stateOf(tenantId), data: event.data }),
    create({ ...partition, id: `event:${event.id}`, kind: 'event', event }),
    create({ ...partition, id: `audit:${event.id}`, kind: 'audit', record: AUDIT }),
    create({ ...partition, id: `inbox:${event.id}`, kind: 'inbox', ttl: 60 }),
  ]);
}

/** Publishes the events of a page, then writes what the product's feed writes besides. */
async function afterChange(container: Container, sender: ServiceBusSender, page: readonly Document[]): Promise<void> {
  const events = page.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return;
  const batch = await sender.createMessageBatch();
  for (const event of events) batch.tryAddMessage({ body: event, messageId: event.id, subject: event.subject });
  await sender.sendMessages(batch);
  await save(container, CHUNK, [upsert(CHUNK)]);
  await moveVectors(container, page);
  await Promise.all(events.map(({ tenantid, id }) => seal(container, tenantid, id)));
}

async function moveVectors(container: Container, page: readonly Document[]): Promise<void> {
  const tenants = new Set(page.flatMap(({ kind, tenantId }) => (kind === 'state' ? tenantId : [])));
  await Promise.all(
    [...tenants].map((tenantId) => {
      const vector = { tenantId, aggregate: 'vector', id: 'vector', kind: 'vector' };
      return save(container, vector, [upsert(vector)]);
    }),
  );
}

async function seal(container: Container, tenantId: string, id: string): Promise<void> {
  const partition = { tenantId, aggregate: 'seals' };
  await save(container, partition, [create({ ...partition, ...SEAL, id: `seal:${id}` })]);
}

/** Reads the change feed whenever its container has changed, and notes its place after each page. Returns what ends that. */
function followFeed(
  { cosmos }: WatchedGround,
  container: Container,
  handle: (page: readonly Document[]) => Promise<void>,
): () => Promise<void> {
  const leases = container.database.container(leaseContainerOf(container.id));
  let news = false;
  let running = Promise.resolve();
  let continuation: string | undefined;

  async function readAll(): Promise<void> {
    while (news) {
      news = false;
      const changeFeedStartFrom = continuation
        ? ChangeFeedStartFrom.Continuation(continuation)
        : ChangeFeedStartFrom.Beginning();
      const feed = container.items.getChangeFeedIterator<Document>({ maxItemCount: PAGE, changeFeedStartFrom });
      const { result, statusCode, continuationToken } = await feed.readNext();
      if (statusCode === NOTHING_NEW) continue;
      news = true;
      await handle(result);
      continuation = continuationToken;
      await leases.items.upsert({ id: 'lease', continuation });
    }
  }

  const end = cosmos.onCommit((commit) => {
    if (commit.container !== container.id) return;
    if (!news) running = running.then(readAll);
    news = true;
  });
  return () => {
    end();
    return running;
  };
}

const NOTHING_NEW = 304;

async function save(container: Container, { tenantId, aggregate }: Partition, operations: OperationInput[]) {
  await container.items.batch(operations, [tenantId, aggregate], { contentResponseOnWriteEnabled: false });
}

const ofTenant = (tenantId: string): Partition => ({ tenantId, aggregate: `tenant:${tenantId}` });
const upsert = (resourceBody: object) => ({ operationType: 'Upsert', resourceBody }) as OperationInput;
const create = (resourceBody: object) => ({ operationType: 'Create', resourceBody }) as OperationInput;

/** As large as the product's documents. */
const stateOf = (tenantId: string) => ({
  ...ofTenant(tenantId),
  id: 'state',
  kind: 'state',
  type: 'tenant',
  schemaVersion: 1,
  version: 1,
  audit: { count: 1, hash: 'x'.repeat(43) },
});

const SEAL = { kind: 'seal', number: 1, previous: 'x'.repeat(43), root: 'x'.repeat(43), hash: 'x'.repeat(43) };
const CHUNK = { tenantId: '-', aggregate: 'list', id: 'chunk:0', kind: 'rows', entries: 'x'.repeat(30_000) };
const AUDIT = { number: 1, actor: { kind: 'person', id: 'x'.repeat(36), name: 'Ada' }, hash: 'x'.repeat(43) };

const eventOf = (tenantId: string, number: number) => ({
  specversion: '1.0',
  id: `e${number}x${tenantId}`,
  source: '/device-registration',
  type: 'omd.tenant.changed.v1',
  subject: `tenant:${tenantId}`,
  time: new Date().toISOString(),
  datacontenttype: 'application/json',
  tenantid: tenantId,
  sequence: number,
  correlationid: tenantId,
  data: { ...TENANT, tenantId, entraTenantId: tenantId, state: 'active' },
});

const TENANT = {
  name: 'Contoso',
  region: 'westeurope',
  timeZone: 'Europe/Berlin',
  dataResidency: 'EU',
  operators: [{ entraTenantId: '00000000-0000-4000-8000-000000000001' }],
};
