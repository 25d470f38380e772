import { graphRows } from './fleet/graph-rows.ts';
import { modelRows } from './fleet/model-rows.ts';
import { roomRows } from './fleet/room-rows.ts';
import type { Suite } from './row.ts';

/** The simulated tenant: its devices, its Graph, and what the room that calls it adds. */
export const suite: Suite = async (progress) => [
  ...(await modelRows(progress)),
  ...(await graphRows(progress)),
  ...(await roomRows(progress)),
];
