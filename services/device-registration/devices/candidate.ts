import * as z from 'zod';
import { deviceRecord } from '../../../shared/contracts/events/device-events.ts';

/** A key under which at most one device of a tenant is known. `autopilot` is the id of its identity there. */
export const deviceKey = z.object({
  key: z.enum(['hardware', 'serial', 'product', 'capture', 'autopilot']),
  value: z.string().max(256),
});

export type DeviceKey = z.infer<typeof deviceKey>;

/** A device as a row describes it. */
export const candidateSchema = deviceRecord
  .pick({
    serialNumber: true,
    manufacturer: true,
    model: true,
    groupTag: true,
    profile: true,
    shared: true,
    virtual: true,
    assignedUser: true,
  })
  .extend({ productId: z.string().nullable(), hardwareHash: z.string().nullable() });

export type Candidate = z.infer<typeof candidateSchema>;
