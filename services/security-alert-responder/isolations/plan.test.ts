import { expect, it } from 'vitest';
import { planHash } from '../../../shared/approvals/plan.ts';
import type { Device } from '../devices/device.ts';
import type { InvolvingAlert } from '../incidents/alert-of-incident.ts';
import { resolved, withAlerts } from '../incidents/changes.ts';
import { mostPerHour, planOf } from './plan.ts';

const AT = '2026-06-09T08:00:00.000Z';

function alertOf(machineId: string): InvolvingAlert {
  const what = { title: 'Suspicious', severity: 'low', category: null, status: 'new' } as const;
  const devices = ['d1', 'd2'].map((deviceId) => ({
    deviceId,
    machineId: `${machineId}-${deviceId}`,
    sensitive: false,
  }));
  return { alertId: machineId, ...what, createdAt: AT, updatedAt: AT, devices };
}

const deviceOf = (deviceId: string, isolationId: string | null = null): Device => ({
  deviceId,
  isolationId,
  ...{ entraDeviceId: null, name: null, sensitive: false, releaseId: null, incidents: [] },
});

const incidentOf = (machineId: string) => {
  const state = withAlerts('i', [{ alert: alertOf(machineId) }])(undefined)?.state;
  if (!state) throw new TypeError('Alerts make an incident.');
  return state;
};

const incident = incidentOf('m');
const devices = [deviceOf('d1'), deviceOf('d2')];
const hash = planHash(planOf(incident, devices));

it('a plan is the same for the same devices in whatever order', () => {
  expect(planHash(planOf(incident, devices.toReversed()))).toBe(hash);
});

it('a plan is another one when a device is cut off, gone or another machine, or when the incident is over', () => {
  const over = resolved(incident, { at: AT, classification: 'falsePositive', comment: 'A test.' })?.state ?? incident;
  const others = [
    planOf(incident, [deviceOf('d1'), deviceOf('d2', 'i1')]),
    planOf(incident, [deviceOf('d1')]),
    planOf(incidentOf('n'), devices),
    planOf(over, devices),
  ];
  expect(new Set([hash, ...others.map(planHash)]).size).toBe(5);
});

it.each([
  [1, 5],
  [299, 5],
  [300, 6],
  [10_000, 200],
])('in a tenant of %i devices %i may be isolated within an hour', (count, most) => {
  expect(mostPerHour(count)).toBe(most);
});
