import { startCosmos } from '../../../infra/local/cosmos/cosmos.ts';
import { COSMOS_FORMAT } from '../../../infra/local/cosmos/durable.ts';
import { startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import { SERVICE_BUS_FORMAT } from '../../../infra/local/service-bus/durable.ts';
import { openStore, type StoreFormat } from '../../../infra/local/store/open-store.ts';
import { topology } from './topology.ts';

// A process that is one stand-in over the folder it is given, or in memory. Its one line of output is the address.
const [name, folder] = process.argv.slice(2);
console.log(name === 'cosmos' ? await cosmos() : await serviceBus());

async function cosmos(): Promise<string> {
  const { endpoint, key } = await startCosmos(await storage(COSMOS_FORMAT));
  return `AccountEndpoint=${endpoint};AccountKey=${key}`;
}

async function serviceBus(): Promise<string> {
  const { connectionString } = await startServiceBus({ topology, ...(await storage(SERVICE_BUS_FORMAT)) });
  return connectionString;
}

async function storage(format: StoreFormat) {
  return folder === undefined ? {} : { store: await openStore(folder, { format }) };
}
