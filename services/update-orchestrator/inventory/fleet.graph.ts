import * as z from 'zod';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import { isComplete } from '../../../shared/graph/reading/pages.ts';
import type { Listed } from './sighting.ts';

const managedDevice = z.object({
  id: z.string().toLowerCase(),
  operatingSystem: z.literal('Windows'),
  osVersion: z.string().max(32),
  lastSyncDateTime: z.iso.datetime(),
  freeStorageSpaceInBytes: z.number().nullish(),
});

const overview = z.object({ deviceOperatingSystemSummary: z.object({ windowsCount: z.int() }) });

/** Windows devices by their id in Intune, in lower case. Undefined when the list ended early, which happens: what is missing is not gone. */
export async function listFleet(graph: Graph): Promise<ReadonlyMap<string, Listed> | undefined> {
  const { deviceOperatingSystemSummary } = await graph.get(v1('/deviceManagement/managedDeviceOverview'), (body) =>
    overview.parse(body),
  );
  const path = withQuery('/deviceManagement/managedDevices', {
    filter: odata`operatingSystem eq ${'Windows'}`,
    select: Object.keys(managedDevice.shape),
    top: 1000,
  });
  const devices = new Map<string, Listed>();
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      const device = managedDevice.safeParse(item).data;
      if (!device) continue;
      const { osVersion, lastSyncDateTime, freeStorageSpaceInBytes } = device;
      devices.set(device.id, {
        osVersion,
        lastSync: Date.parse(lastSyncDateTime),
        freeBytes: freeStorageSpaceInBytes ?? Number.POSITIVE_INFINITY,
      });
    }
  return isComplete(devices.size, deviceOperatingSystemSummary.windowsCount) ? devices : undefined;
}
