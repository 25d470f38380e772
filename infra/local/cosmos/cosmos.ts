import type { Clock } from '../../../shared/time/clock.ts';
import type { Store } from '../store/store.ts';
import { type Account, containerOf } from './account.ts';
import { requireSignature } from './authorization.ts';
import type { Container } from './container.ts';
import { type CrossPartitionQuery, crossPartitionQueries } from './cross-partition-queries.ts';
import { accountJournal, loadAccount } from './durable.ts';
import { createFaults, type Faults, suffering } from './faults.ts';
import { handlerFor } from './handler.ts';
import { type HttpClient, inProcessHttpClient } from './http-client.ts';
import { type HttpServer, listen } from './http-server.ts';
import type { Handler } from './protocol.ts';
import { meterRequestUnits, type RequestUnits } from './request-units.ts';
import { roughWeather, withShortPages } from './rough-weather.ts';
import { limitedThroughput, unlimitedThroughput } from './throughput.ts';

export interface CosmosOptions {
  /** Decides `_ts` and what has expired; the wall when absent. */
  readonly clock?: Clock;
  /** Where everything is kept; in memory alone when absent. */
  readonly store?: Store;
  /** A free port when absent; false for no socket at all. */
  readonly port?: number | false;
  /** Base64; the key that Microsoft's own emulator has made known, when absent. */
  readonly key?: string;
  /** Refuse what is not signed with the key; else any key will do. */
  readonly checkSignatures?: boolean;
  /** Budget of each container in request units; beyond it 429. */
  readonly ruPerSecond?: number;
  /** Short and empty pages, 404/1002, 429, 449 and 503, the same for the same seed. */
  readonly roughWeather?: { readonly seed: number };
}

/** The container that has changed. */
export interface Commit {
  readonly database: string;
  readonly container: string;
  readonly lsn: number;
}

export interface Cosmos {
  /** `http://127.0.0.1:{port}/` */
  readonly endpoint: string;
  readonly key: string;
  /** What the HTTP server is a thin shell around. */
  readonly handle: Handler;
  /** For `new CosmosClient({ httpClient })`: the SDK in this process, without sockets. */
  readonly httpClient: HttpClient;
  /** Calls the listener after each durable change of documents. Returns what ends that. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Requests that have not been answered yet. */
  readonly openRequests: number;
  /** Position of the last change of a container. Throws 404 when there is none of that name. */
  lsn(database: string, container: string): number;
  /** What is to go wrong. */
  readonly faults: Pick<Faults, 'add' | 'clear'>;
  readonly crossPartitionQueries: readonly CrossPartitionQuery[];
  /** Spent so far. */
  readonly requestUnits: RequestUnits;
  close(): Promise<void>;
}

const WELL_KNOWN_KEY = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

/** Starts a stand-in for Azure Cosmos DB for NoSQL. Rejects when the port is taken or the store cannot be read. */
export async function startCosmos(options: CosmosOptions = {}): Promise<Cosmos> {
  const { port = 0, key = WELL_KNOWN_KEY } = options;
  const account = openAccount(options);
  const faults = createFaults();
  const commits = commitNotifier(account);
  const meter = meterRequestUnits(handlerFor(account, commits.changed));
  const open = countOpenRequests(suffering(faults.strike, outsideOf(meter.handle, options, key)));
  const server: HttpServer | undefined = port === false ? undefined : await listen(port, open.handle);
  return {
    endpoint: `http://127.0.0.1:${server?.port ?? 0}/`,
    key,
    handle: open.handle,
    httpClient: inProcessHttpClient(open.handle),
    onCommit: commits.listen,
    get openRequests() {
      return open.count();
    },
    lsn: (database, container) => containerOf(account, database, container).lsn,
    faults,
    get crossPartitionQueries() {
      return account.crossPartitionQueries.list();
    },
    get requestUnits() {
      return meter.spent();
    },
    async close() {
      await server?.close();
      // What the disk refuses has been told to those who wait for it.
      await account.journal.durable().catch(() => undefined);
    },
  };
}

/** What stands before the account, as far as it is asked for. */
function outsideOf(account: Handler, { checkSignatures, roughWeather: weather }: CosmosOptions, key: string): Handler {
  const signed = checkSignatures ? requireSignature(key, account) : account;
  if (!weather) return signed;
  const { strike, pageLimit } = roughWeather(weather.seed);
  return suffering(strike, withShortPages(pageLimit, signed));
}

function countOpenRequests(next: Handler): { readonly handle: Handler; readonly count: () => number } {
  let count = 0;
  return {
    count: () => count,
    async handle(request) {
      count += 1;
      try {
        return await next(request);
      } finally {
        count -= 1;
      }
    },
  };
}

function commitNotifier({ databases }: Account) {
  const listeners = new Set<(commit: Commit) => void>();
  return {
    listen(listener: (commit: Commit) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    changed({ definition, lsn }: Container) {
      const database = [...databases.values()].find((each) => definition._self.startsWith(each.definition._self));
      if (!database) return;
      const commit = { database: database.definition.id, container: definition.id, lsn };
      for (const listener of listeners) listener(commit);
    },
  };
}

function openAccount({ clock = Date, store, ruPerSecond }: CosmosOptions): Account {
  const stored = store ? loadAccount(store) : { databases: [], offers: [], lastResource: 0 };
  return {
    databases: new Map(stored.databases.map((database) => [database.definition.id, database])),
    offers: new Map(stored.offers.map((offer) => [offer.offerResourceId, offer])),
    clock,
    journal: accountJournal(store),
    crossPartitionQueries: crossPartitionQueries(),
    throughput: ruPerSecond === undefined ? unlimitedThroughput : limitedThroughput(ruPerSecond),
    lastResource: stored.lastResource,
  };
}
