import * as z from 'zod';
import type { Graph } from '../../../shared/graph/graph.ts';
import { listWindowsDevices, windowsDevice } from '../../../shared/graph/reading/windows-devices.ts';
import type { ListedDevice } from './device-reading.ts';

const text = z
  .string()
  .max(256)
  .nullish()
  .transform((value) => value || null);

const managedDevice = windowsDevice.extend({
  deviceName: text,
  manufacturer: text,
  model: text,
  osVersion: text,
  isEncrypted: z.boolean().nullish(),
  lastSyncDateTime: z.iso.datetime(),
});

/** The fleet by Intune's ids, in lower case. Undefined when the list ended early: what is missing is not gone. */
export async function listFleet(graph: Graph): Promise<ReadonlyMap<string, ListedDevice> | undefined> {
  const devices = await listWindowsDevices(graph, managedDevice);
  return devices && new Map([...devices].map(([id, device]) => [id, listed(device)]));
}

function listed({ deviceName, manufacturer, model, osVersion, ...rest }: z.output<typeof managedDevice>): ListedDevice {
  const { isEncrypted, lastSyncDateTime: lastSyncAt } = rest;
  return { deviceName, manufacturer, model, osVersion, isEncrypted: isEncrypted ?? undefined, lastSyncAt };
}
