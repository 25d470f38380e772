import { z } from 'zod';
import facts from './device-models.json' with { type: 'json' };

const model = z.object({
  manufacturer: z.enum(['Dell Inc.', 'HP', 'LENOVO', 'Microsoft Corporation']),
  model: z.string(),
  systemFamily: z.string(),
  form: z.enum(['laptop', 'desktop', 'workstation', 'tablet', 'roomDevice', 'cloudPC', 'avd']),
  arch: z.enum(['x64', 'arm64']),
  cpu: z.string(),
  ramGB: z.array(z.number()).nonempty(),
  ssdGB: z.array(z.number()).nonempty(),
  firstYear: z.number(),
  weight: z.number(),
  batteryWh: z.number(),
  wifiDriver: z.string().nullable(),
  gpuDriver: z.string().nullable(),
  ethernetDriver: z.string().nullable(),
  storageDriver: z.string().nullable(),
  windows11Capable: z.boolean(),
});

export type DeviceModel = z.infer<typeof model>;

/** The models of the fleet; `weight` is the share among all, in any unit. */
export const deviceModels: readonly DeviceModel[] = z.array(model).parse(facts.models);
