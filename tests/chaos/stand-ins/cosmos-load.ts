import { type Container, CosmosClient } from '@azure/cosmos';
import { type Load, noFindings, work } from './load.ts';

const WRITERS = 12;
const TEXT = 'x'.repeat(300);

/** The version that a document has, or undefined when there is none. */
type Version = number | undefined;

interface Document {
  readonly id: string;
  readonly partition: string;
  known: Version;
  /** What a write that was not answered may have made of it. */
  doubt?: { readonly version: Version };
}

/** Writers that create, replace and delete documents of their own, each one after the other. */
export function cosmosLoad(): Load {
  const findings = noFindings();
  const documents = new Map<string, Document>();

  async function write(container: Container, document: Document, version: Version): Promise<void> {
    const { id, partition, known } = document;
    const body = { id, partition, version, text: TEXT };
    document.doubt = { version };
    if (version === undefined) await container.item(id, partition).delete();
    else if (known === undefined) await container.items.create(body);
    else await container.items.upsert(body);
    document.known = version;
    delete document.doubt;
    findings.acknowledged++;
  }

  function writer(container: Container, partition: string): () => Promise<void> {
    const own = [...documents.values()].filter((document) => document.partition === partition && document.known);
    let step = 0;
    return async () => {
      const action = ACTIONS[step++ % ACTIONS.length];
      const chosen = own[(step * 7_919) % own.length];
      if (action === 'create' || !chosen) {
        const created: Document = { id: `d${documents.size}`, partition, known: undefined };
        documents.set(created.id, created);
        own.push(created);
        await write(container, created, 1);
      } else if (action === 'replace') await write(container, chosen, (chosen.known ?? 0) + 1);
      else {
        own.splice(own.indexOf(chosen), 1);
        await write(container, chosen, undefined);
      }
    };
  }

  function compare(document: Document, found: Version): void {
    const { known, doubt } = document;
    if (found !== known && !(doubt && found === doubt.version)) {
      if (found === undefined) findings.lost++;
      else if (known === undefined) findings.resurrected++;
      else findings.stale++;
    }
    document.known = found;
    delete document.doubt;
  }

  return {
    findings,
    start(address) {
      const client = clientOf(address);
      const container = client.database('chaos').container('documents');
      const writers = Array.from({ length: WRITERS }, (_, index) => writer(container, `p${index}`));
      return work(writers, () => client.dispose());
    },
    async check(address) {
      const client = clientOf(address);
      const versions = await readVersions(client);
      for (const document of documents.values()) compare(document, versions.get(document.id));
      for (const id of versions.keys()) if (!documents.has(id)) findings.resurrected++;
      client.dispose();
    },
  };
}

const ACTIONS = ['create', 'create', 'replace', 'create', 'delete', 'create', 'replace', 'create'] as const;

function clientOf(connectionString: string): CosmosClient {
  const [, endpoint = '', key = ''] = /AccountEndpoint=(.*);AccountKey=(.*)/.exec(connectionString) ?? [];
  const connectionPolicy = { enableEndpointDiscovery: false, retryOptions: { maxRetryAttemptCount: 0 } };
  return new CosmosClient({ endpoint, key, connectionPolicy });
}

async function readVersions(client: CosmosClient): Promise<ReadonlyMap<string, number>> {
  const { database } = await client.databases.createIfNotExists({ id: 'chaos' });
  const { container } = await database.containers.createIfNotExists({ id: 'documents', partitionKey: '/partition' });
  const query = container.items.query<{ id: string; version: number }>('SELECT c.id, c.version FROM c', {
    maxItemCount: 5_000,
  });
  const { resources } = await query.fetchAll();
  return new Map(resources.map(({ id, version }) => [id, version]));
}
