import type { Clock } from '../../../shared/time/clock.ts';
import type { Store } from '../store/store.ts';
import { type Account, containerOf } from './account.ts';
import type { Container } from './container.ts';
import { type CrossPartitionQuery, crossPartitionQueries } from './cross-partition-queries.ts';
import { accountJournal, loadAccount } from './durable.ts';
import { answer } from './handler.ts';
import { type HttpClient, inProcessHttpClient } from './http-client.ts';
import { type HttpServer, listen } from './http-server.ts';
import type { CosmosRequest, CosmosResponse } from './protocol.ts';

export interface CosmosOptions {
  /** Decides `_ts` and what has expired; the wall when absent. */
  readonly clock?: Clock;
  /** Where everything is kept; in memory alone when absent. */
  readonly store?: Store;
  /** A free port when absent; false for no socket at all. */
  readonly port?: number | false;
  /** Base64. */
  readonly key?: string;
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
  handle(request: CosmosRequest): Promise<CosmosResponse>;
  /** For `new CosmosClient({ httpClient })`: the SDK in this process, without sockets. */
  readonly httpClient: HttpClient;
  /** Calls the listener after each durable change of documents. Returns what ends that. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Requests that have not been answered yet. */
  readonly openRequests: number;
  /** Position of the last change of a container. */
  lsn(database: string, container: string): number;
  readonly crossPartitionQueries: readonly CrossPartitionQuery[];
  close(): Promise<void>;
}

/** The key that Microsoft's own emulator has made known. */
export const WELL_KNOWN_KEY =
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

export async function startCosmos(options: CosmosOptions = {}): Promise<Cosmos> {
  const account = openAccount(options);
  const listeners = new Set<(commit: Commit) => void>();
  let openRequests = 0;

  function tell({ definition, lsn }: Container): void {
    const database = [...account.databases.values()].find(
      ({ containers }) => containers.get(definition.id)?.definition === definition,
    );
    if (!database) return;
    for (const listener of listeners) listener({ database: database.definition.id, container: definition.id, lsn });
  }

  async function handle(request: CosmosRequest): Promise<CosmosResponse> {
    openRequests += 1;
    try {
      return await answer(account, request, tell);
    } finally {
      openRequests -= 1;
    }
  }

  const server: HttpServer | undefined = options.port === false ? undefined : await listen(options.port ?? 0, handle);
  return {
    endpoint: `http://127.0.0.1:${server?.port ?? 0}/`,
    key: options.key ?? WELL_KNOWN_KEY,
    handle,
    httpClient: inProcessHttpClient(handle),
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get openRequests() {
      return openRequests;
    },
    lsn: (database, container) => containerOf(account, database, container).lsn,
    get crossPartitionQueries() {
      return account.crossPartitionQueries.list();
    },
    async close() {
      await server?.close();
      await account.journal.durable();
    },
  };
}

function openAccount({ clock = Date, store }: CosmosOptions): Account {
  const stored = store ? loadAccount(store) : { databases: [], offers: [], lastResource: 0 };
  return {
    databases: new Map(stored.databases.map((database) => [database.definition.id, database])),
    offers: new Map(stored.offers.map((offer) => [offer.offerResourceId, offer])),
    clock,
    journal: accountJournal(store),
    crossPartitionQueries: crossPartitionQueries(),
    lastResource: stored.lastResource,
  };
}
