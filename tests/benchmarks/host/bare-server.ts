import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tellStatus } from '../../slice-app/device-desk/devices.ts';

// The handler of a route without host or gateway: what is left is the price of `node:http`.
const server = createServer((_, response) => {
  const { jsonBody } = tellStatus();
  response.setHeader('content-type', 'application/json').end(JSON.stringify(jsonBody));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
