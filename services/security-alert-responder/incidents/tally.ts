import * as z from 'zod';
import { ALERT_SEVERITIES } from '../../../shared/contracts/events/security-events.ts';
import type { Severity } from '../alerts/alert.ts';
import { type InvolvingAlert, involvedDevice, MOST_DEVICES } from './alert-of-incident.ts';

const moment = z.iso.datetime();

export const tallySchema = z.object({
  count: z.int().min(1),
  worst: z.object({
    alertId: z.string(),
    title: z.string(),
    severity: z.enum(ALERT_SEVERITIES),
    category: z.string().nullable(),
    createdAt: moment,
  }),
  ransomware: z.boolean(),
  sensitive: z.boolean(),
  /** In the newest version that names them, by id. */
  devices: z.array(involvedDevice.extend({ seenAt: moment })).max(MOST_DEVICES),
  firstSeen: moment,
  lastSeen: moment,
  /** When the youngest was made that Microsoft has not ended; null when all have ended. */
  openUntil: moment.nullable(),
  /** Somebody works on one of them at Microsoft. */
  inProgress: z.boolean(),
});

/** What alerts add up to: tallies of the parts make that of the whole, so parts may lie in documents of their own. */
export type Tally = z.infer<typeof tallySchema>;

/** The tally of some alerts, at least one. */
export const tallyOf = (alerts: readonly InvolvingAlert[]): Tally => merged(alerts.map(tallyOfOne));

/** The tally of all parts together, whatever their order. */
export function merged(parts: readonly Tally[]): Tally {
  const [first, ...others] = parts;
  if (!first) throw new TypeError('There is no incident without an alert.');
  return others.reduce(both, first);
}

export const rank = (severity: Severity): number => ALERT_SEVERITIES.indexOf(severity);

function tallyOfOne({
  alertId,
  title,
  severity,
  category,
  status,
  createdAt,
  updatedAt,
  devices,
}: InvolvingAlert): Tally {
  return {
    count: 1,
    worst: { alertId, title, severity, category, createdAt },
    ransomware: /ransomware/i.test(`${category} ${title}`),
    sensitive: devices.some((device) => device.sensitive),
    devices: devices.map((device) => ({ ...device, seenAt: updatedAt })),
    firstSeen: createdAt,
    lastSeen: updatedAt,
    openUntil: status === 'resolved' ? null : createdAt,
    inProgress: status === 'inProgress',
  };
}

function both(a: Tally, b: Tally): Tally {
  return {
    count: a.count + b.count,
    worst: isWorse(b.worst, a.worst) ? b.worst : a.worst,
    ransomware: a.ransomware || b.ransomware,
    sensitive: a.sensitive || b.sensitive,
    devices: newestOf([...a.devices, ...b.devices]),
    firstSeen: earlier(a.firstSeen, b.firstSeen),
    lastSeen: later(a.lastSeen, b.lastSeen),
    openUntil: (a.openUntil ?? '') > (b.openUntil ?? '') ? a.openUntil : b.openUntil,
    inProgress: a.inProgress || b.inProgress,
  };
}

const earlier = (a: string, b: string): string => [a, b].sort()[0] ?? a;

const later = (a: string, b: string): string => [a, b].sort()[1] ?? b;

/** Of equals the first that was made. */
function isWorse(a: Tally['worst'], b: Tally['worst']): boolean {
  if (a.severity !== b.severity) return rank(a.severity) > rank(b.severity);
  return `${a.createdAt} ${a.alertId}` < `${b.createdAt} ${b.alertId}`;
}

function newestOf(devices: Tally['devices']): Tally['devices'] {
  const newest = new Map<string, Tally['devices'][number]>();
  for (const device of devices) {
    const known = newest.get(device.deviceId);
    if (!known || `${device.seenAt} ${device.machineId}` > `${known.seenAt} ${known.machineId}`)
      newest.set(device.deviceId, device);
  }
  return [...newest.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1)).slice(0, MOST_DEVICES);
}
