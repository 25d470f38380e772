import { describe, expect, it } from 'vitest';
import { accept, type Device } from './device.ts';
import { acceptedAt, deviceWith, registration } from './test-device.ts';

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
    const candidate = { ...registration.candidate, hardwareHash: null };
    expect(accept('d1', { ...registration, candidate })(undefined)?.state.state).toMatchObject({
      awaits: 'autopilot-discovery',
    });
  });

  it('that is there already stays as it is, whatever a later report says', () => {
    const candidate = { ...registration.candidate, serialNumber: '-1' };
    expect(accept('d1', { ...registration, candidate })(deviceWith())).toBeUndefined();
  });

  it('whose registration has failed is taken on again, as another attempt', () => {
    const failed: Device = {
      ...deviceWith(),
      state: { kind: 'registration-failed', at: acceptedAt, code: 'device-claimed', message: 'Claimed.' },
    };
    const candidate = { ...registration.candidate, serialNumber: null, hardwareHash: 'T0EG' };
    expect(accept('d1', { ...registration, candidate })(failed)).toMatchObject({
      state: { serialNumber: 'PF4FC001', hardwareHash: 'T0EG', state: { kind: 'registration-pending' } },
      events: [{ type: 'omd.device.accepted.v1' }],
    });
  });
});
