import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';

// The other Cosmos DB stand-in for Node, over plain HTTP as ours is, on connections that are kept: by default it ends
// each one, and to open the next would take longer than any operation. Its one line of output is the address.
const server = createHttpServer({ keepAlive: true });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
console.log(`AccountEndpoint=http://127.0.0.1:${port}/;AccountKey=${Buffer.from('any key').toString('base64')}`);
