import { z } from 'zod';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

/** What is watched on every device. */
export const HEALTH_SIGNALS = ['stop-errors', 'firewall', 'bitlocker'] as const;

export type HealthSignal = (typeof HEALTH_SIGNALS)[number];

export const healthSignal = z.enum(HEALTH_SIGNALS).meta({ id: 'HealthSignal' });

const moment = z.iso.datetime();
const sentence = z.string().min(1).max(1000);
const count = z.int().min(0);
const publisher = 'health-monitor';

/** A device that had stop errors since the reading before. */
export const crashedDevice = z.object({
  deviceId: identifier,
  model: z.string().max(256).nullable(),
  manufacturer: z.string().max(256).nullable(),
  osVersion: z.string().max(32).nullable().describe('Windows as it was at the last of them, e.g. `10.0.26100.4652`.'),
  stops: z.int().min(1).max(10_000).describe('Stop errors in this reading.'),
  lastAt: moment
    .nullable()
    .describe(
      'The last of them, where its time is known; never after `dataUntil`, though a device may report it late.',
    ),
  stopCode: z.string().max(32).nullable().describe('e.g. `0x000000D1`.'),
  module: z.string().max(128).nullable().describe('The driver named by the fault bucket, e.g. `Netwtw10.sys`.'),
});

export type CrashedDevice = z.infer<typeof crashedDevice>;

export const stopErrorsObserved = defineEvent({
  type: 'omd.health.stop-errors-observed.v1',
  publisher,
  description: 'A reading found devices with new stop errors. Readings that find none say so once a day.',
  data: z.object({
    /** What happened up to then is in this reading; later crashes are not known yet. */
    dataUntil: moment,
    reporting: count.describe('Devices in the reading.'),
    devices: z.array(crashedDevice).max(500).describe('More come in further events of the same `dataUntil`.'),
  }),
});

export const deviceHealthChanged = defineEvent({
  type: 'omd.device.health-changed.v1',
  publisher,
  description: 'A device left its state of health: a signal went bad or recovered.',
  data: z.object({
    deviceId: identifier,
    signal: healthSignal,
    now: z.enum(['healthy', 'unhealthy']),
    since: moment,
    sentence,
  }),
});

const incident = z.object({
  incidentId: identifier.describe('The same from the alarm to the recovery.'),
  signal: healthSignal,
  since: moment,
  affected: count,
  reporting: count,
  threshold: z.number().min(0).max(1).describe('Share of healthy devices that is asked for.'),
  devices: z.array(identifier).max(100).describe('The first of those affected.'),
  sentence: sentence.describe('What happened, of how many, and how surprising it is.'),
});

export type HealthIncident = z.infer<typeof incident>;

export const healthIncidentOpened = defineEvent({
  type: 'omd.health.incident-opened.v1',
  publisher,
  description: 'A signal of the tenant is worse than chance explains.',
  data: incident,
});

export const healthIncidentClosed = defineEvent({
  type: 'omd.health.incident-closed.v1',
  publisher,
  description: 'The signal has recovered.',
  data: incident.extend({ closedAt: moment }),
});

export const healthEvents = [stopErrorsObserved, deviceHealthChanged, healthIncidentOpened, healthIncidentClosed];
