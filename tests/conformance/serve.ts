import { startCosmos } from '../../infra/local/cosmos/cosmos.ts';
import { startServiceBus } from '../../infra/local/service-bus/broker.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { serviceBusConformanceTopology } from './service-bus/index.ts';

/** Runs both stand-ins, for clients in other languages, until a signal ends them. Port 0 is any free one. */
export async function serve(ports: { serviceBus: number; cosmos: number }, { say, result }: Terminal): Promise<void> {
  const serviceBus = await startServiceBus({ topology: serviceBusConformanceTopology, port: ports.serviceBus });
  const cosmos = await startCosmos({ port: ports.cosmos });
  const { connectionString } = serviceBus;
  const { endpoint, key } = cosmos;
  const ended = signal();
  say(`Service Bus  ${connectionString}\nCosmos DB    AccountEndpoint=${endpoint};AccountKey=${key};`);
  const seconds = Number((performance.now() / 1000).toFixed(1));
  result({ ready: true, seconds, serviceBus: { connectionString }, cosmos: { endpoint, key } });
  await ended;
  await Promise.all([serviceBus.close(), cosmos.close()]);
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve());
  });
}
