import type { CosmosClientOptions } from '@azure/cosmos';

const slot = Symbol.for('omd.cosmosTransport');
const holder = globalThis as { [slot]?: NonNullable<CosmosClientOptions['httpClient']> };

/** The host may carry the requests itself through `globalThis[Symbol.for('omd.cosmosTransport')]`; without one, the SDK does. */
export function cosmosTransport(): Pick<CosmosClientOptions, 'httpClient'> {
  const httpClient = holder[slot];
  return httpClient ? { httpClient } : {};
}
