import { BulkOperationType } from '@azure/cosmos';
import { ServiceBusClient } from '@azure/service-bus';
import { type StandInName, startStandIn } from '../../chaos/stand-ins/server-process.ts';
import { inParallel, quantile } from '../rounds.ts';
import { type Row, row } from '../row.ts';
import { createItems, document, PARTITIONS, partitionOf } from './cosmos.ts';
import { sendInBatches } from './service-bus.ts';
import { withFolder } from './subjects.ts';

const HELD = 100_000;
/** The most operations that a batch may have. */
const BATCH = 100;
const RESTARTS = 5;

/** How long a stand-in takes to be there again, process start included, with a hundred thousand of what it holds. */
export async function restartRows(progress: (line: string) => void): Promise<readonly Row[]> {
  return [
    await restart('cosmos', 'documents', fillCosmos, progress),
    await restart('service-bus', 'messages', fillServiceBus, progress),
  ];
}

async function restart(
  name: StandInName,
  held: string,
  fill: (address: string) => Promise<void>,
  progress: (line: string) => void,
): Promise<Row> {
  const title = `${name} restart with ${HELD.toLocaleString('en')} ${held}, durable`;
  progress(`${title} …`);
  return withFolder(async (folder) => {
    const first = await startStandIn(name, folder);
    try {
      await fill(first.address);
    } finally {
      await first.kill();
    }
    const durations: number[] = [];
    while (durations.length < RESTARTS) {
      const { startedInMs, kill } = await startStandIn(name, folder);
      durations.push(startedInMs);
      await kill();
    }
    return row(title, quantile(durations, 0.5), 'ms');
  });
}

/** By batches of one partition each: the fewest requests. */
async function fillCosmos(address: string): Promise<void> {
  const items = await createItems(address);
  await inParallel(HELD / BATCH, 4, async (index) => {
    const partition = index % PARTITIONS;
    const first = partition + PARTITIONS * BATCH * Math.floor(index / PARTITIONS);
    const documents = Array.from({ length: BATCH }, (_, place) => document(first + place * PARTITIONS));
    const { result = [] } = await items.items.batch(
      documents.map((resourceBody) => ({ operationType: BulkOperationType.Create, resourceBody })),
      partitionOf(partition),
    );
    if (result.some(({ statusCode }) => statusCode !== 201)) throw new Error('A document was not created.');
  });
}

async function fillServiceBus(address: string): Promise<void> {
  const client = new ServiceBusClient(address);
  await sendInBatches(client.createSender('work'), HELD);
  await client.close();
}
