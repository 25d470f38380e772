import { startCosmos } from '../../../infra/local/cosmos/cosmos.ts';
import { COSMOS_FORMAT } from '../../../infra/local/cosmos/durable.ts';
import { startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import { SERVICE_BUS_FORMAT } from '../../../infra/local/service-bus/durable.ts';
import { openStore } from '../../../infra/local/store/open-store.ts';
import { topology } from './topology.ts';

// A process that is one stand-in over the folder it is given, made to be killed. Its one line of output is the address.
const [name, folder = ''] = process.argv.slice(2);

async function start(): Promise<string> {
  if (name === 'cosmos') {
    const cosmos = await startCosmos({ store: await openStore(folder, { format: COSMOS_FORMAT }) });
    return `AccountEndpoint=${cosmos.endpoint};AccountKey=${cosmos.key}`;
  }
  const store = await openStore(folder, { format: SERVICE_BUS_FORMAT });
  return (await startServiceBus({ topology, store })).connectionString;
}

console.log(await start());
