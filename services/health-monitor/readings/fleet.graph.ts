import * as z from 'zod';
import { type Graph, v1 } from '../../../shared/graph/graph.ts';
import { odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import { isComplete } from '../../../shared/graph/reading/pages.ts';
import type { ListedDevice } from './device-reading.ts';

const text = z
  .string()
  .max(256)
  .nullish()
  .transform((value) => value || null);

const managedDevice = z.object({
  id: z.guid().toLowerCase(),
  deviceName: text,
  manufacturer: text,
  model: text,
  operatingSystem: z.literal('Windows'),
  osVersion: text,
  isEncrypted: z.boolean().nullish(),
  lastSyncDateTime: z.iso.datetime(),
});

const overview = z.object({ deviceOperatingSystemSummary: z.object({ windowsCount: z.int() }) });

const PAGE = 1_000;

/**
 * The Windows devices that Intune manages, by their id in lower case. Undefined when the list is shorter than Intune's own
 * head count: long walks sometimes end early (microsoftgraph/msgraph-sdk-powershell 2534), and what is missing is not gone.
 */
export async function listFleet(graph: Graph): Promise<ReadonlyMap<string, ListedDevice> | undefined> {
  const { deviceOperatingSystemSummary } = await graph.get(v1('/deviceManagement/managedDeviceOverview'), (body) =>
    overview.parse(body),
  );
  const path = withQuery('/deviceManagement/managedDevices', {
    filter: odata`operatingSystem eq ${'Windows'}`,
    select: Object.keys(managedDevice.shape),
    top: PAGE,
  });
  const devices = new Map<string, ListedDevice>();
  for await (const { items } of graph.pages(v1(path))) {
    for (const item of items) {
      // Other systems too: Intune ignores a filter now and then.
      const { data } = managedDevice.safeParse(item);
      if (data) devices.set(data.id, listed(data));
    }
  }
  return isComplete(devices.size, deviceOperatingSystemSummary.windowsCount) ? devices : undefined;
}

function listed({ deviceName, manufacturer, model, osVersion, ...rest }: z.output<typeof managedDevice>): ListedDevice {
  const { isEncrypted, lastSyncDateTime: lastSyncAt } = rest;
  return { deviceName, manufacturer, model, osVersion, isEncrypted: isEncrypted ?? undefined, lastSyncAt };
}
