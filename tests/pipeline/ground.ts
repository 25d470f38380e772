import { ChangeFeedStartFrom, type Container, CosmosClient, type Database, PartitionKeyKind } from '@azure/cosmos';
import type { ServiceBusClient } from '@azure/service-bus';
import { type DrivenClock, drivenClock } from '../../infra/local/clock/clock.ts';
import { type Cosmos, startCosmos } from '../../infra/local/cosmos/cosmos.ts';
import { type ServiceBus, startServiceBus } from '../../infra/local/service-bus/broker.ts';
import type { Bus } from '../../shared/bus/bus.ts';
import { type BatchReport, consumeBatch } from '../../shared/bus/consume-batch.ts';
import { type ConsumerContext, type Handler, handlerTable } from '../../shared/bus/handlers.ts';
import { attemptOf } from '../../shared/bus/message.ts';
import { openBus } from '../../shared/bus/open-bus.ts';
import { openServiceBusClient } from '../../shared/bus/service-bus-client.ts';
import { type ServiceName, topology } from '../../shared/contracts/events/topology.ts';
import { containersOf, leaseContainerOf } from '../../shared/contracts/state/containers.ts';
import { leaseContainer, type StateContainer, stateContainer } from '../../shared/state/container.ts';
import type { FeedDocument } from '../../shared/state/documents.ts';
import type { ListDefinition } from '../../shared/state/lists.ts';
import { stateOn } from '../../shared/state/open-state.ts';
import type { State } from '../../shared/state/state.ts';

/** The database alone, reached by the real SDK without a socket. */
export interface DatabaseGround {
  readonly cosmos: Cosmos;
  readonly clock: DrivenClock;
  /** State of a service, as another process of it would open it: nothing is warm yet. */
  openState(service: ServiceName, lists?: readonly ListDefinition[]): State;
  container(service: ServiceName): Container;
  stateContainer(service: ServiceName): StateContainer;
  leaseContainer(service: ServiceName): StateContainer;
  /** The change feed from its beginning, or from where the reader is. */
  feed(service: ServiceName): FeedReader;
  close(): Promise<void>;
}

export interface FeedReader {
  /** Hands over what is new, page by page; a page that fails comes again. Returns the number of documents. */
  read(handle: (documents: readonly FeedDocument[]) => Promise<unknown>): Promise<number>;
}

const START = Date.parse('2026-03-02T08:00:00Z');
const FEED_PAGE = 200;

export async function openDatabase(services: readonly ServiceName[]): Promise<DatabaseGround> {
  const clock = drivenClock(START);
  const cosmos = await startCosmos({ clock, port: false });
  const client = new CosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key, httpClient: cosmos.httpClient });
  const database = await createContainers(client, services);
  const container = (service: ServiceName) => database.container(service);
  const stateContainerOf = (service: ServiceName) => stateContainer(async () => container(service));
  const leasesOf = (service: ServiceName) => leaseContainer(async () => database.container(leaseContainerOf(service)));
  const containersOfService = (service: ServiceName) => ({
    container: stateContainerOf(service),
    leases: leasesOf(service),
  });
  return {
    cosmos,
    clock,
    container,
    stateContainer: stateContainerOf,
    leaseContainer: leasesOf,
    openState: (service, lists = []) => stateOn(containersOfService(service), { service, clock, lists }),
    feed: (service) => feedReader(container(service)),
    async close() {
      client.dispose();
      await cosmos.close();
    },
  };
}

async function createContainers(client: CosmosClient, services: readonly ServiceName[]): Promise<Database> {
  const { database } = await client.databases.createIfNotExists({ id: 'omd' });
  for (const [id, { partitionKey, ...settings }] of Object.entries(containersOf(services)))
    await database.containers.createIfNotExists({
      id,
      ...settings,
      partitionKey: { ...partitionKey, kind: PartitionKeyKind[partitionKey.kind], paths: [...partitionKey.paths] },
    });
  return database;
}

function feedReader(container: Container): FeedReader {
  let position: string | undefined;
  return {
    async read(handle) {
      let count = 0;
      for (;;) {
        const from = position ? ChangeFeedStartFrom.Continuation(position) : ChangeFeedStartFrom.Beginning();
        const page = await container.items
          .getChangeFeedIterator<FeedDocument>({ maxItemCount: FEED_PAGE, changeFeedStartFrom: from })
          .readNext();
        if (page.statusCode === 304) return count;
        await handle(page.result);
        position = page.continuationToken;
        count += page.result.length;
      }
    },
  };
}

/** A service with its database and its bus, moved by hand. */
export interface ServiceGround extends ConsumerContext {
  /** The feed function, until nothing is new. */
  feed(): Promise<number>;
  /** The batch trigger, until the inbox queue shows nothing. */
  consume(): Promise<readonly BatchReport[]>;
  /** One batch of it. */
  consumeOne(): Promise<BatchReport>;
  /** The same, as an invocation that dies after its batch: nothing is settled, all is delivered again. */
  consumeAndDie(): Promise<void>;
}

export interface Ground extends DatabaseGround {
  readonly broker: ServiceBus;
  openService(
    name: ServiceName,
    options?: { readonly handlers?: readonly Handler[]; readonly lists?: readonly ListDefinition[] },
  ): ServiceGround;
}

/** Database and bus, and services to be opened upon them. */
export async function openGround(services: readonly ServiceName[]): Promise<Ground> {
  const database = await openDatabase(services);
  const { clock } = database;
  const broker = await startServiceBus({ topology, clock });
  const client = await openServiceBusClient({ connectionString: broker.connectionString });
  const buses: Bus[] = [];
  return {
    ...database,
    broker,
    openService(name, { handlers = [], lists = [] } = {}) {
      const bus = openBus({ service: name, connection: () => ({ connectionString: broker.connectionString }), clock });
      buses.push(bus);
      const context = { state: database.openState(name, lists), bus, clock };
      const feed = database.feed(name);
      return {
        ...context,
        feed: () => feed.read((documents) => context.state.feedPage(documents, (events) => bus.publish(events))),
        ...inboxOf(client, broker, name, handlers, context),
      };
    },
    async close() {
      await Promise.all(buses.map((bus) => bus.close()));
      await client.close();
      await broker.close();
      await database.close();
    },
  };
}

const BATCH_SIZE = 64;

function inboxOf(
  client: ServiceBusClient,
  broker: ServiceBus,
  queue: ServiceName,
  handlers: readonly Handler[],
  context: ConsumerContext,
): Pick<ServiceGround, 'consume' | 'consumeOne' | 'consumeAndDie'> {
  const table = handlerTable(handlers);
  const receive = async (settle: 'complete' | 'abandon') => {
    const receiver = client.createReceiver(queue);
    try {
      const received = await receiver.receiveMessages(BATCH_SIZE, { maxWaitTimeInMs: 1 });
      const report = await consumeBatch({
        messages: received.map(({ body, messageId, applicationProperties }) => ({
          body,
          messageId: String(messageId),
          attempt: attemptOf(applicationProperties),
        })),
        handlers: table,
        context,
        contextOf: () => context,
      });
      for (const message of received)
        await (settle === 'complete' ? receiver.completeMessage(message) : receiver.abandonMessage(message));
      return report;
    } finally {
      await receiver.close();
    }
  };
  return {
    async consume() {
      const reports: BatchReport[] = [];
      while (broker.count(queue).active > 0) reports.push(await receive('complete'));
      return reports;
    },
    consumeOne: () => receive('complete'),
    consumeAndDie: async () => void (await receive('abandon')),
  };
}
