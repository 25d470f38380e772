import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { openGraph, v1 } from '../../../shared/graph/graph.ts';
import { openDatabase } from '../../pipeline/ground.ts';
import { type Row, row } from '../row.ts';

const CALLS = 300;
const ROUNDS = 5;
const DEVICE = JSON.stringify({ id: '1', deviceName: 'LAPTOP-1', operatingSystem: 'Windows' });

/** What a call costs in the Graph room, beside the same request by bare fetch: budget, token, headers, judgement. */
export async function roomRows(progress: (line: string) => void): Promise<Row[]> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(DEVICE),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ground = await openDatabase(['health-monitor']);
  try {
    progress('the Graph room, calls one after another …');
    return await compare(ground, origin);
  } finally {
    await ground.close();
    server.closeAllConnections();
    server.close();
  }
}

async function compare(ground: Awaited<ReturnType<typeof openDatabase>>, origin: string): Promise<Row[]> {
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => silent };
  const graph = openGraph({
    service: 'health-monitor',
    state: ground.openState('health-monitor'),
    clock: ground.clock,
    endpoints: { graph: origin, defender: origin },
    credentialFor: () => ({ getToken: async () => ({ token: 'a', expiresOnTimestamp: Date.now() + 3_600_000 }) }),
    writesAllowed: false,
  })({ tenantId: 'contoso', lane: 'security', reason: 'benchmark', correlationId: 'benchmark', log: silent });
  const inRoom = () => graph.send({ target: v1('/deviceManagement/managedDevices/1'), method: 'GET' });
  const bare = async () => {
    const response = await fetch(`${origin}/v1.0/deviceManagement/managedDevices/1`, {
      headers: { authorization: 'Bearer a' },
    });
    return response.json();
  };
  const times = { room: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    // A window of the limit has passed, so that the budget is measured and not the wait for it.
    ground.clock.jumpTo(ground.clock.now() + 60_000);
    const [room, fetched] = [await perCall(inRoom), await perCall(bare)];
    if (round === 0) continue; // warm
    times.room.push(room);
    times.bare.push(fetched);
  }
  return [
    row('graph call, one after another', Math.min(...times.room), 'ms', {
      name: 'fetch',
      value: Math.min(...times.bare),
    }),
  ];
}

async function perCall(call: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  for (let n = 0; n < CALLS; n++) await call();
  return (performance.now() - begun) / CALLS;
}

const nothing = () => undefined;
