import { describe, expect, it } from 'vitest';
import type { ListedAlert } from './alert.ts';
import { ofConcern, strangersIn } from './concern.ts';

const AT = '2026-06-09T08:00:00.000Z';
const machine = (n: number) => ({ machineId: `m${n}`, entraDeviceId: `e${n}` });
const alert: ListedAlert = {
  ...{ alertId: 'a1', incident: '7', title: 'Suspicious', severity: 'low', category: null, status: 'new' },
  ...{ assignedTo: null, createdAt: AT, updatedAt: AT, machines: [machine(1), machine(2), machine(2)] },
};
const known = new Map([['e1', { id: 'd1', sensitive: false }]]);
const concern = { devices: known, ignoredOwners: ['soc@contoso.example'] };

describe('an alert', () => {
  it('concerns the managed devices in it, and waits for the others', () => {
    expect(ofConcern(alert, concern)).toMatchObject({
      incidentId: 'defender-7',
      alert: { alertId: 'a1', devices: [{ deviceId: 'd1', machineId: 'm1' }] },
      onlyIfKnown: false,
    });
    expect(strangersIn(alert, concern)).toEqual(['e2']);
  });

  it('on no managed device is of no concern, and neither is a machine without an id in Entra ever awaited', () => {
    const machines = [machine(3), { machineId: 'm4', entraDeviceId: null }];
    expect(ofConcern({ ...alert, machines }, concern)).toBeUndefined();
    expect(strangersIn({ ...alert, machines }, concern)).toEqual(['e3']);
  });

  it('of an owner whose work is left alone counts only as news of what is on record', () => {
    expect(ofConcern({ ...alert, assignedTo: 'soc@contoso.example' }, concern)?.onlyIfKnown).toBe(true);
    expect(ofConcern({ ...alert, assignedTo: 'ada@contoso.example' }, concern)?.onlyIfKnown).toBe(false);
  });
});
