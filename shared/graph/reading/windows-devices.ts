import * as z from 'zod';
import { type Graph, v1 } from '../graph.ts';
import { odata, withQuery } from './odata.ts';
import { isComplete } from './pages.ts';

/** What every reading of Intune's devices needs; a service extends it by the fields that it asks for. */
export const windowsDevice = z.object({ id: z.guid().toLowerCase(), operatingSystem: z.literal('Windows') });

/** Schema of a device whose fields are those that are asked for. */
type DeviceSchema<Device> = z.ZodType<Device> & { readonly shape: object };

const PAGE = 1_000;

/**
 * The Windows devices that Intune manages, by their id in lower case. Undefined when the list is shorter than Intune's own
 * head count: long walks sometimes end early (microsoftgraph/msgraph-sdk-powershell 2534), and what is missing is not gone.
 */
export async function listWindowsDevices<Device extends z.output<typeof windowsDevice>>(
  graph: Graph,
  schema: DeviceSchema<Device>,
): Promise<ReadonlyMap<string, Device> | undefined> {
  const expected = await countWindowsDevices(graph);
  const path = withQuery('/deviceManagement/managedDevices', {
    filter: odata`operatingSystem eq ${'Windows'}`,
    select: Object.keys(schema.shape),
    top: PAGE,
  });
  const devices = new Map<string, Device>();
  for await (const { items } of graph.pages(v1(path)))
    for (const item of items) {
      // Other systems too: Intune ignores a filter now and then.
      const { data } = schema.safeParse(item);
      if (data) devices.set(data.id, data);
    }
  return isComplete(devices.size, expected) ? devices : undefined;
}

const overview = z.object({ deviceOperatingSystemSummary: z.object({ windowsCount: z.int() }) });

/** Intune's own head count. */
export async function countWindowsDevices(graph: Graph): Promise<number> {
  const { deviceOperatingSystemSummary } = await graph.get(v1('/deviceManagement/managedDeviceOverview'), (body) =>
    overview.parse(body),
  );
  return deviceOperatingSystemSummary.windowsCount;
}
