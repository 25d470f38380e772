import { fileURLToPath } from 'node:url';
import { type Container, CosmosClient } from '@azure/cosmos';
import { type ServerProcess, startServer, startStandIn } from '../../chaos/stand-ins/server-process.ts';
import { inParallel, interleaved, quantile, rateOf } from '../rounds.ts';
import { type Row, row } from '../row.ts';
import { withAll, withFolder } from './subjects.ts';
import { openWire, type Wire, type WireOptions } from './wire.ts';

const REFERENCE = fileURLToPath(new URL('reference-server.ts', import.meta.url));
const REFERENCE_NAME = '@vercel/cosmosdb-server';

/** Documents that are there from the beginning. */
const DOCUMENTS = 3_000;
export const PARTITIONS = 50;

interface Operation {
  readonly name: string;
  /** How often in one round. */
  readonly count: number;
  /** At the same time; absent: one after the other. */
  readonly lanes?: number;
  /** Gives latencies too. */
  readonly latency?: boolean;
  run(wire: Wire, number: number): Promise<void>;
}

const DOCS = '/dbs/bench/colls/items/docs';

/** Deletes follow creates and take the same numbers. */
const operations: readonly Operation[] = [
  {
    name: 'create',
    count: 150,
    latency: true,
    run: (wire, number) => post(wire, DOCUMENTS + number),
  },
  { name: 'point read', count: 150, latency: true, run: (wire, number) => onItem(wire, 'GET', number % DOCUMENTS) },
  {
    name: 'upsert, 16 at a time',
    count: 240,
    lanes: 16,
    run: (wire, number) => post(wire, number % DOCUMENTS, { 'x-ms-documentdb-is-upsert': 'True' }),
  },
  {
    name: 'replace',
    count: 150,
    run: (wire, number) => onItem(wire, 'PUT', number % DOCUMENTS, document(number % DOCUMENTS)),
  },
  { name: 'query in one partition', count: 15, run: queryOnePartition },
  { name: 'query across partitions', count: 10, run: queryAcross },
  { name: 'delete', count: 150, run: (wire, number) => onItem(wire, 'DELETE', DOCUMENTS + number) },
];

/** A server that is measured, with the latencies in ms that were seen, by operation. */
interface Subject {
  readonly wire: Wire;
  readonly latencies: Map<Operation, number[]>;
  kill(): Promise<void>;
}

/** In memory beside the reference, on the same operations in the same rounds; then durable. */
export async function cosmosRows(progress: (line: string) => void): Promise<readonly Row[]> {
  return withFolder((folder) => {
    const servers = [startStandIn('cosmos'), startStandIn('cosmos', folder), startServer(REFERENCE)];
    return withAll(servers.map(prepare), async ([memory, durable, reference]) => {
      if (!memory || !durable || !reference) throw new Error('A server is missing.');
      const rows: Row[] = [];
      for (const operation of operations) {
        progress(`cosmos ${operation.name} …`);
        const rates = await interleaved([memory, durable, reference], (subject, round) =>
          measure(subject, operation, round),
        );
        const rate = (subject: Subject) => rates.get(subject) ?? Number.NaN;
        const beside = { name: REFERENCE_NAME, value: rate(reference) };
        rows.push(row(`cosmos ${operation.name}, in memory`, rate(memory), '/s', beside));
        rows.push(row(`cosmos ${operation.name}, durable`, rate(durable), '/s'));
        rows.push(...latencyRows(operation, 'in memory', memory), ...latencyRows(operation, 'durable', durable));
      }
      return rows;
    });
  });
}

async function prepare(starting: Promise<ServerProcess>): Promise<Subject> {
  const { address, kill } = await starting;
  const items = await createItems(address);
  await inParallel(DOCUMENTS, 16, (number) => items.items.create(document(number)));
  const wire = openWire(readConnectionString(address).endpoint);
  return {
    wire,
    latencies: new Map(),
    async kill() {
      wire.close();
      await kill();
    },
  };
}

/** Makes the container of the measurements in an empty server. */
export async function createItems(connectionString: string): Promise<Container> {
  const connectionPolicy = { enableEndpointDiscovery: false };
  const client = new CosmosClient({ ...readConnectionString(connectionString), connectionPolicy });
  const { database } = await client.databases.createIfNotExists({ id: 'bench' });
  const { container } = await database.containers.createIfNotExists({ id: 'items', partitionKey: '/partition' });
  return container;
}

function readConnectionString(text: string): { endpoint: string; key: string } {
  const [, endpoint = '', key = ''] = /AccountEndpoint=(.*);AccountKey=(.*)/.exec(text) ?? [];
  return { endpoint, key };
}

function measure({ wire, latencies }: Subject, operation: Operation, round: number): Promise<number> {
  const { count, lanes = 1, run } = operation;
  const seen = latencies.get(operation) ?? [];
  latencies.set(operation, seen);
  return rateOf(count, () =>
    inParallel(count, lanes, async (index) => {
      const started = performance.now();
      await run(wire, round * count + index);
      if (round > 0) seen.push(performance.now() - started);
    }),
  );
}

function latencyRows(operation: Operation, kind: string, { latencies }: Subject): Row[] {
  if (!operation.latency) return [];
  const seen = latencies.get(operation) ?? [];
  return [
    row(`cosmos ${operation.name} p50, ${kind}`, quantile(seen, 0.5), 'ms'),
    row(`cosmos ${operation.name} p99, ${kind}`, quantile(seen, 0.99), 'ms'),
  ];
}

export const partitionOf = (number: number) => `p${number % PARTITIONS}`;

/** 0.5 KB. */
export const document = (number: number) => ({
  id: `i${number}`,
  partition: partitionOf(number),
  number,
  text: 'x'.repeat(400),
  nested: { flag: true, list: [1, 2, 3] },
});

const inPartition = (number: number) => ({
  'x-ms-documentdb-partitionkey': JSON.stringify([partitionOf(number)]),
});

function post(wire: Wire, number: number, headers: WireOptions['headers'] = {}): Promise<void> {
  return wire.send('POST', DOCS, { headers: { ...inPartition(number), ...headers }, body: document(number) });
}

function onItem(wire: Wire, method: 'GET' | 'PUT' | 'DELETE', number: number, body?: object): Promise<void> {
  return wire.send(method, `${DOCS}/i${number}`, { headers: inPartition(number), ...(body && { body }) });
}

const QUERY = { 'content-type': 'application/query+json', 'x-ms-documentdb-isquery': 'True' };

function queryOnePartition(wire: Wire, number: number): Promise<void> {
  const query = 'SELECT * FROM c WHERE c.partition = @partition AND c.number > @number';
  const parameters = [
    { name: '@partition', value: partitionOf(number) },
    { name: '@number', value: DOCUMENTS / 2 },
  ];
  return wire.send('POST', DOCS, { headers: { ...QUERY, ...inPartition(number) }, body: { query, parameters } });
}

function queryAcross(wire: Wire, number: number): Promise<void> {
  const query = 'SELECT * FROM c WHERE c.number = @number';
  const parameters = [{ name: '@number', value: number % DOCUMENTS }];
  const headers = { ...QUERY, 'x-ms-documentdb-query-enablecrosspartition': 'True' };
  return wire.send('POST', DOCS, { headers, body: { query, parameters } });
}
