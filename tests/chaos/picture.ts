import { type ChangeFeedPullModelIterator, ChangeFeedStartFrom, type CosmosClient } from '@azure/cosmos';
import type { ServiceName } from '../../shared/contracts/events/topology.ts';
import { DATABASE } from '../../shared/contracts/state/containers.ts';
import type { AuditDocument, EventDocument, Partition, StateDocument } from '../../shared/state/documents.ts';
import type { Chunk } from '../../shared/state/list-chunks.ts';
import type { Seal } from '../../shared/state/seals.ts';

interface Unread<K extends string> extends Partition {
  readonly id: string;
  readonly kind: K;
}

/** Documents of a service's container, by kind. */
interface Kinds {
  readonly state: StateDocument;
  readonly event: EventDocument;
  readonly audit: AuditDocument;
  readonly rows: Chunk;
  readonly seal: Seal;
  readonly vector: Unread<'vector'>;
  readonly inbox: Unread<'inbox'>;
  readonly pointer: Unread<'pointer'>;
  readonly idempotency: Unread<'idempotency'>;
}

export type Document = Kinds[keyof Kinds];

/** A document that was written, and what had been there. */
export interface Written {
  readonly service: ServiceName;
  readonly before: Document | undefined;
  readonly document: Document;
}

/** All that the services have saved, seen past them. */
export interface Picture {
  /** Looks again; returns what was written since. */
  look(): Promise<readonly Written[]>;
  /** Documents of a tenant, in the order in which they were last written. */
  all(service: ServiceName, tenantId: string): readonly Document[];
  of<K extends keyof Kinds>(service: ServiceName, kind: K, tenantId: string): readonly Kinds[K][];
}

/** Looks at what is there already, then at what is written. */
export async function openPicture(
  services: readonly ServiceName[],
  database: CosmosClient,
  /** Position of the last change, where it can be had without a look. */
  lsnOf: (service: ServiceName) => number | undefined = () => undefined,
): Promise<Picture> {
  const feeds = services.map((service) => {
    const container = database.database(DATABASE).container(service);
    const feed = container.items.getChangeFeedIterator<Document>({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
    });
    return { service, feed, lsn: 0 as number | undefined, documents: new Map<string, Document>() };
  });

  async function look(): Promise<readonly Written[]> {
    const written: Written[] = [];
    for (const entry of feeds) {
      const lsn = lsnOf(entry.service);
      if (lsn !== undefined && lsn === entry.lsn) continue;
      entry.lsn = lsn;
      for (const document of await readAll(entry.feed)) {
        const key = JSON.stringify([document.tenantId, document.aggregate, document.id]);
        written.push({ service: entry.service, before: entry.documents.get(key), document });
        entry.documents.delete(key);
        entry.documents.set(key, document);
      }
    }
    return written;
  }

  function all(service: ServiceName, tenantId: string): readonly Document[] {
    const documents = feeds.find((entry) => entry.service === service)?.documents ?? new Map<string, Document>();
    return [...documents.values()].filter((document) => document.tenantId === tenantId);
  }

  await look();
  return {
    look,
    all,
    of: <K extends keyof Kinds>(service: ServiceName, kind: K, tenantId: string) =>
      all(service, tenantId).filter((document): document is Kinds[K] => document.kind === kind),
  };
}

async function readAll(feed: ChangeFeedPullModelIterator<Document>): Promise<Document[]> {
  const all: Document[] = [];
  for (;;) {
    const { result, statusCode } = await feed.readNext();
    if (statusCode === 304) return all;
    all.push(...result);
  }
}
