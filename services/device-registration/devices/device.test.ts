import { describe, expect, it } from 'vitest';
import { accept, type Device, type Registration } from './device.ts';

const acceptedAt = '2026-07-06T08:00:00.000Z';
const registration: Registration = {
  candidate: {
    serialNumber: 'PF4FC001',
    manufacturer: 'LENOVO',
    model: '21AH00FIELD',
    productId: null,
    hardwareHash: 'T0EF',
    groupTag: null,
    profile: null,
    shared: false,
    virtual: false,
    assignedUser: null,
  },
  keys: [{ key: 'serial', value: 'PF4FC001' }],
  notes: [],
  source: { kind: 'file', importId: 'i1', line: 2 },
  acceptedAt,
};

function accepted(change: Partial<Registration['candidate']> = {}): Device {
  const decided = accept('d1', { ...registration, candidate: { ...registration.candidate, ...change } })(undefined);
  if (!decided) throw new Error('A device that is not there is accepted.');
  return decided.state;
}

describe('a device', () => {
  it('that is accepted waits for Autopilot, and the event carries all but its hardware hash', () => {
    const decided = accept('d1', registration)(undefined);
    expect(decided?.state).toMatchObject({
      hardwareHash: 'T0EF',
      state: { kind: 'registration-pending', since: acceptedAt, awaits: 'autopilot-import' },
    });
    expect(decided?.events).toMatchObject([{ type: 'omd.device.accepted.v1', data: { deviceId: 'd1' } }]);
    expect(JSON.stringify(decided?.events)).not.toContain('T0EF');
  });

  it('without a hardware hash waits until its supplier has registered it', () => {
    expect(accepted({ hardwareHash: null }).state).toMatchObject({ awaits: 'autopilot-discovery' });
  });

  it('that is there already stays as it is, whatever a later report says', () => {
    const candidate = { ...registration.candidate, serialNumber: '-1' };
    expect(accept('d1', { ...registration, candidate })(accepted())).toBeUndefined();
  });

  it('whose registration has failed is taken on again, as another attempt', () => {
    const failed: Device = {
      ...accepted(),
      state: { kind: 'registration-failed', at: acceptedAt, code: 'device-claimed', message: 'Claimed.' },
    };
    const candidate = { ...registration.candidate, serialNumber: null, hardwareHash: 'T0EG' };
    expect(accept('d1', { ...registration, candidate })(failed)).toMatchObject({
      state: { serialNumber: 'PF4FC001', hardwareHash: 'T0EG', state: { kind: 'registration-pending' } },
      events: [{ type: 'omd.device.accepted.v1' }],
    });
  });
});
