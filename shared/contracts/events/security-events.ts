import { z } from 'zod';
import { identifier } from './cloud-event.ts';
import { defineEvent } from './define-event.ts';

export const ALERT_SEVERITIES = ['informational', 'low', 'medium', 'high'] as const;

const moment = z.iso.datetime();
const sentence = z.string().min(1).max(1000);
const publisher = 'security-alert-responder';

/** An incident as others need it. Every incident event carries it whole. */
export const securityIncident = z.object({
  incidentId: identifier,
  title: z.string().min(1).max(512),
  severity: z.enum(ALERT_SEVERITIES),
  category: z.string().max(128).nullable(),
  alertIds: z.array(identifier).min(1).max(200).describe('The first that came.'),
  alertCount: z.int().min(1).exactOptional().describe('All of them.'),
  devices: z.array(identifier).max(100).describe('Managed devices in it, by our ids.'),
  firstSeen: moment,
  lastSeen: moment,
  state: z.enum(['new', 'in-progress', 'contained', 'resolved']),
  triageDue: moment.nullable().describe('When triage has to have begun, by its severity.'),
  sentence,
});

export type SecurityIncident = z.infer<typeof securityIncident>;

export const securityIncidentOpened = defineEvent({
  type: 'omd.security.incident-opened.v1',
  publisher,
  description: 'Alerts on managed devices make an incident.',
  data: securityIncident,
});

export const securityIncidentChanged = defineEvent({
  type: 'omd.security.incident-changed.v1',
  publisher,
  description: 'More alerts, another severity, or another state.',
  data: securityIncident,
});

export const securityIncidentResolved = defineEvent({
  type: 'omd.security.incident-resolved.v1',
  publisher,
  description: 'An incident is over.',
  data: securityIncident,
});

const isolation = z.object({
  isolationId: identifier,
  incidentId: identifier,
  deviceId: identifier,
  requestedBy: z.string().max(256),
  approvedBy: z.string().max(256).nullable(),
  sentence,
});

export const deviceIsolated = defineEvent({
  type: 'omd.device.isolated.v1',
  publisher,
  description: 'Defender confirms that a device is cut off from the network.',
  data: isolation.extend({ confirmedAt: moment }),
});

export const isolationSent = defineEvent({
  type: 'omd.device.isolation-sent.v1',
  publisher,
  description: 'Defender has taken the request to isolate or release a device, which does it when it is on.',
  data: isolation.extend({ sentAt: moment, wanted: z.enum(['isolate', 'release']) }),
});

export const isolationFailed = defineEvent({
  type: 'omd.device.isolation-failed.v1',
  publisher,
  description: 'A device could not be isolated or released, or nobody knows whether it was: a person has to look.',
  data: isolation.extend({ outcome: z.enum(['failed', 'unknown']), wanted: z.enum(['isolate', 'release']) }),
});

export const deviceReleased = defineEvent({
  type: 'omd.device.released.v1',
  publisher,
  description: 'Defender confirms that a device is back on the network.',
  data: isolation.extend({ confirmedAt: moment }),
});

export const securityEvents = [
  securityIncidentOpened,
  securityIncidentChanged,
  securityIncidentResolved,
  isolationSent,
  deviceIsolated,
  isolationFailed,
  deviceReleased,
];
