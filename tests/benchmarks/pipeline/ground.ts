import { setTimeout as pause } from 'node:timers/promises';
import { wallClock } from '../../../infra/local/clock/clock.ts';
import { type HttpClient, inProcessHttpClient } from '../../../infra/local/cosmos/http-client.ts';
import type { CosmosRequest, CosmosResponse } from '../../../infra/local/cosmos/protocol.ts';
import { product } from '../../../infra/local/supervisor/blueprint.ts';
import { type Ground, openGround } from '../../../infra/local/supervisor/ground.ts';
import { SERVICES } from '../../../shared/contracts/events/topology.ts';

/** Bus and database in this process, with an eye on what is asked of them. */
export interface WatchedGround extends Ground {
  /** The database without a socket; what goes through here is seen. */
  readonly httpClient: HttpClient;
  /** Resolves when the fourth consumer has saved what is on its way of this tenant. To be asked before it is sent. */
  arrival(tenantId: string): Promise<void>;
  readonly spent: Spent;
  /** Resolves when nothing is written or sent any more: what was asked for is done, and what followed from it. */
  rest(): Promise<void>;
}

/** Nothing for so long is the end of it: between two steps of a chain it is a few milliseconds. */
const QUIET_MS = 500;

/** What has been asked of bus and database so far. */
export interface Spent {
  readonly cosmosRequests: number;
  readonly requestUnits: number;
  /** Messages sent, handed out and settled, and requests about them. */
  readonly busOperations: number;
}

export const CONSUMERS = SERVICES.filter((service) => service !== 'device-registration');

export async function openWatchedGround(): Promise<WatchedGround> {
  const ground = await openGround(product, { clock: wallClock, data: undefined });
  const waiting = new Map<string, { left: number; arrived: () => void }>();
  const spent = { cosmosRequests: 0, requestUnits: 0 };
  // Reads are no sign of work: feeds are read for ever.
  let writes = 0;

  function notice(request: CosmosRequest, response: CosmosResponse): void {
    spent.cosmosRequests++;
    if (request.method === 'POST') writes++;
    spent.requestUnits += Number(response.headers['x-ms-request-charge'] ?? 0);
    const waiter = response.status === 200 && waiting.get(tenantSavedBy(request) ?? '');
    if (waiter && --waiter.left === 0) waiter.arrived();
  }

  return {
    ...ground,
    httpClient: inProcessHttpClient(async (request) => {
      const response = await ground.cosmos.handle(request);
      notice(request, response);
      return response;
    }),
    arrival: (tenantId) =>
      new Promise((arrived) => {
        waiting.set(tenantId, { left: CONSUMERS.length, arrived });
      }),
    get spent() {
      return { ...spent, busOperations: ground.serviceBus.faults.passed() };
    },
    async rest() {
      const done = () => writes + ground.serviceBus.faults.passed();
      for (let before = Number.NaN, now = done(); now !== before; now = done()) {
        before = now;
        await pause(QUIET_MS);
      }
    },
  };
}

const SAVES = new Set(CONSUMERS.map((service) => `/dbs/${product.database}/colls/${service}/docs`));

/** The tenant whose state a consumer saves with this request. */
function tenantSavedBy({ method, path, headers }: CosmosRequest): string | undefined {
  if (method !== 'POST' || !SAVES.has(path)) return undefined;
  return /^\["([^"]+)","tenant:/.exec(headers['x-ms-documentdb-partitionkey'] ?? '')?.[1];
}
