import { z } from 'zod';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

/** The bundles of policies that a group tag may ask for. */
export const DEVICE_PROFILES = ['Standard', 'SensitiveData', 'PowerUser', 'Kiosk'] as const;

export type DeviceProfile = (typeof DEVICE_PROFILES)[number];

const moment = z.iso.datetime();

/** Where the registration of a device stands, in the words of the service's device list. */
export const registrationState = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('registration-pending'),
      since: moment,
      /** That its hardware hash is imported; or that Autopilot shows it, registered by whomever, ready for a first start. */
      awaits: z.enum(['autopilot-import', 'autopilot-discovery']),
    }),
    z.object({ kind: z.literal('registration-failed'), at: moment, code: z.string(), message: z.string() }),
    z.object({ kind: z.literal('ready-for-user'), since: moment }),
    z.object({ kind: z.literal('active'), since: moment }),
    z.object({ kind: z.literal('inactive'), since: moment }),
  ])
  .meta({ id: 'RegistrationState' });

export type RegistrationState = z.infer<typeof registrationState>;

const text = z.string().max(256).nullable();

/** A device as the other services need it. Every device event carries it whole, so each is enough to act on. */
export const deviceRecord = z.object({
  deviceId: identifier,
  serialNumber: text.describe('Verbatim; null where nobody knows it. A placeholder is kept and noted.'),
  manufacturer: text,
  model: text,
  groupTag: z.string().max(512).nullable(),
  profile: z.enum(DEVICE_PROFILES).nullable().describe('By the group tag; null under a foreign tag or none.'),
  shared: z.boolean(),
  virtual: z.boolean(),
  assignedUser: z.string().max(320).nullable().describe('User principal name.'),
  notes: z.array(z.string().max(64)).max(20).describe('Codes of what was remarkable, e.g. `serial-placeholder`.'),
  source: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.enum(['file', 'shipment']), importId: identifier, line: z.int().min(1) }),
      z.object({ kind: z.literal('discovery'), at: moment }),
    ])
    .describe('The import, and the line of its file or the place in its shipment; or that it was found in Autopilot.'),
  acceptedAt: moment,
  state: registrationState,
  deviceName: z.string().max(64).exactOptional().describe('As Intune has it, from the first check-in on.'),
  autopilotDeviceId: identifier.exactOptional().describe('`windowsAutopilotDeviceIdentity.id`.'),
  managedDeviceId: identifier.exactOptional().describe('`managedDevice.id` in Intune, from enrolment on.'),
  entraDeviceId: identifier
    .exactOptional()
    .describe('`deviceId` of the device object in Entra, also `azureADDeviceId`.'),
});

export type DeviceRecord = z.infer<typeof deviceRecord>;

const publisher = 'device-registration';

export const deviceAccepted = defineEvent({
  type: 'omd.device.accepted.v1',
  publisher,
  description: 'A device has been taken on; its registration with Autopilot is pending.',
  data: deviceRecord,
});

export const deviceRegistered = defineEvent({
  type: 'omd.device.registered.v1',
  publisher,
  description: 'Autopilot knows the device; it waits for its user.',
  data: deviceRecord,
});

export const deviceRegistrationFailed = defineEvent({
  type: 'omd.device.registration-failed.v1',
  publisher,
  description: 'Autopilot refused the device; its state says why.',
  data: deviceRecord,
});

export const deviceActivated = defineEvent({
  type: 'omd.device.activated.v1',
  publisher,
  description: 'The device has enrolled in Intune and checks in; from now on it can be managed.',
  data: deviceRecord,
});

export const deviceChanged = defineEvent({
  type: 'omd.device.changed.v1',
  publisher,
  description: 'Name, group tag, user, ids or activity of a device are others now.',
  data: deviceRecord,
});

export const deviceRemoved = defineEvent({
  type: 'omd.device.removed.v1',
  publisher,
  description: 'A device has been taken off the list. It may be registered again.',
  data: deviceRecord,
});

export const deviceEvents = [
  deviceAccepted,
  deviceRegistered,
  deviceRegistrationFailed,
  deviceActivated,
  deviceChanged,
  deviceRemoved,
];
