import { type Topology, topology } from '../../../shared/contracts/events/topology.ts';
import { type Containers, containers, DATABASE } from '../../../shared/contracts/state/containers.ts';
import type { BuildFolders } from '../build/build.ts';
import { productFolders } from '../build/folders.ts';

/** All that has to be known to run a set of services: their sources, and the bus and database they share. */
export interface Blueprint {
  readonly folders: BuildFolders;
  readonly topology: Topology;
  readonly database: string;
  readonly containers: Containers;
}

export const product: Blueprint = { folders: productFolders, topology, database: DATABASE, containers };
