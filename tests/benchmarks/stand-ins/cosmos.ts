import { fileURLToPath } from 'node:url';
import { type Container, CosmosClient } from '@azure/cosmos';
import { type ServerProcess, startServer, startStandIn } from '../../chaos/stand-ins/server-process.ts';
import { inParallel, interleaved, quantile, rateOf } from '../rounds.ts';
import { type Row, row } from '../row.ts';
import { withAll, withFolder } from './subjects.ts';

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
  run(items: Container, number: number): Promise<unknown>;
}

/** Deletes follow creates and take the same numbers. */
const operations: readonly Operation[] = [
  {
    name: 'create',
    count: 200,
    latency: true,
    run: (items, number) => items.items.create(document(DOCUMENTS + number)),
  },
  { name: 'point read', count: 300, latency: true, run: (items, number) => item(items, number % DOCUMENTS).read() },
  {
    name: 'upsert, 16 at a time',
    count: 480,
    lanes: 16,
    run: (items, number) => items.items.upsert(document(number % DOCUMENTS)),
  },
  {
    name: 'replace',
    count: 200,
    run: (items, number) => item(items, number % DOCUMENTS).replace(document(number % DOCUMENTS)),
  },
  { name: 'query in one partition', count: 60, run: queryOnePartition },
  { name: 'query across partitions', count: 30, run: queryAcross },
  { name: 'delete', count: 200, run: (items, number) => item(items, DOCUMENTS + number).delete() },
];

/** A server that is measured, with the latencies in ms that were seen, by operation. */
interface Subject {
  readonly items: Container;
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
  return { items, latencies: new Map(), kill };
}

/** Makes the container of the measurements in an empty server. */
export async function createItems(connectionString: string): Promise<Container> {
  const [, endpoint = '', key = ''] = /AccountEndpoint=(.*);AccountKey=(.*)/.exec(connectionString) ?? [];
  const client = new CosmosClient({ endpoint, key, connectionPolicy: { enableEndpointDiscovery: false } });
  const { database } = await client.databases.createIfNotExists({ id: 'bench' });
  const { container } = await database.containers.createIfNotExists({ id: 'items', partitionKey: '/partition' });
  return container;
}

function measure({ items, latencies }: Subject, operation: Operation, round: number): Promise<number> {
  const { count, lanes = 1, run } = operation;
  const seen = latencies.get(operation) ?? [];
  latencies.set(operation, seen);
  return rateOf(count, () =>
    inParallel(count, lanes, async (index) => {
      const started = performance.now();
      await run(items, round * count + index);
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

const item = (items: Container, number: number) => items.item(`i${number}`, partitionOf(number));

function queryOnePartition({ items }: Container, number: number): Promise<unknown> {
  const partitionKey = partitionOf(number);
  const query = 'SELECT * FROM c WHERE c.partition = @partition AND c.number > @number';
  const parameters = [
    { name: '@partition', value: partitionKey },
    { name: '@number', value: DOCUMENTS / 2 },
  ];
  return items.query({ query, parameters }, { partitionKey }).fetchAll();
}

function queryAcross({ items }: Container, number: number): Promise<unknown> {
  const query = 'SELECT * FROM c WHERE c.number = @number';
  return items.query({ query, parameters: [{ name: '@number', value: number % DOCUMENTS }] }).fetchAll();
}
