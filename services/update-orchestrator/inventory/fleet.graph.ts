import * as z from 'zod';
import type { Graph } from '../../../shared/graph/graph.ts';
import { listWindowsDevices, windowsDevice } from '../../../shared/graph/reading/windows-devices.ts';
import type { Listed } from './sighting.ts';

const managedDevice = windowsDevice.extend({
  osVersion: z.string().max(32),
  lastSyncDateTime: z.iso.datetime(),
  freeStorageSpaceInBytes: z.number().nullish(),
});

/** The fleet by Intune's ids, in lower case. Undefined when the list ended early: what is missing is not gone. */
export async function listFleet(graph: Graph): Promise<ReadonlyMap<string, Listed> | undefined> {
  const devices = await listWindowsDevices(graph, managedDevice);
  return devices && new Map([...devices].map(([id, device]) => [id, listed(device)]));
}

const listed = ({ osVersion, lastSyncDateTime, freeStorageSpaceInBytes }: z.output<typeof managedDevice>): Listed => ({
  osVersion,
  lastSync: Date.parse(lastSyncDateTime),
  freeBytes: freeStorageSpaceInBytes ?? Number.POSITIVE_INFINITY,
});
