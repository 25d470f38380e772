import * as z from 'zod';

const text = z.string().max(320).nullable();

/** A device as Autopilot lists it. */
export const identitySchema = z.object({
  id: z.string(),
  serialNumber: text,
  manufacturer: text,
  model: text,
  groupTag: z.string().max(512).nullable(),
  assignedUser: text,
  /** Whether it would be set up by a deployment profile if it were switched on now. */
  hasProfile: z.boolean(),
  managedDeviceId: text,
  entraDeviceId: text,
});

export type Identity = z.infer<typeof identitySchema>;

/** A device as Intune lists it. */
export const enrolmentSchema = z.object({
  id: z.string(),
  name: text,
  serialNumber: text,
  assignedUser: text,
  entraDeviceId: text,
  lastCheckIn: z.iso.datetime(),
});

export type Enrolment = z.infer<typeof enrolmentSchema>;

/** What one reading says of one device. */
export const sightingSchema = z.object({
  /** Null: Autopilot does not list it. */
  identity: identitySchema.nullable(),
  enrolment: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('listed'), device: enrolmentSchema }),
    /** All of Intune was read, and it is not there. */
    z.object({ kind: z.literal('gone') }),
    /** Only some of Intune was read. */
    z.object({ kind: z.literal('not-read') }),
  ]),
});

export type Sighting = z.infer<typeof sightingSchema>;

/** What one reading says of one device that is not as the list has it. */
export const deviceNews = z.object({
  /** Null: the service does not know it yet. */
  deviceId: z.string().nullable(),
  sighting: sightingSchema,
});

export type DeviceNews = z.infer<typeof deviceNews>;
