import type { Suite } from './row.ts';
import { cosmosRows } from './stand-ins/cosmos.ts';
import { restartRows } from './stand-ins/restart.ts';
import { serviceBusRows } from './stand-ins/service-bus.ts';

/** Both stand-ins, each in a process of its own, durable and in memory. */
export const suite: Suite = async (progress) => [
  ...(await serviceBusRows(progress)),
  ...(await cosmosRows(progress)),
  ...(await restartRows(progress)),
];
