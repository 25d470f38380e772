import { describe, expect, it } from 'vitest';
import { deviceWith } from '../devices/test-device.ts';
import { takeAnswer } from './import-answer.ts';

const at = '2026-07-06T08:12:00.000Z';

describe('the answer of Autopilot', () => {
  it('that a device is registered leaves it pending until Autopilot shows it, and its hardware hash is not kept', () => {
    const registered = takeAnswer({ kind: 'registered', autopilotDeviceId: 'ap-1' }, at)(deviceWith());
    expect(registered?.state).toMatchObject({
      autopilotDeviceId: 'ap-1',
      hardwareHash: null,
      state: { kind: 'registration-pending', since: at, awaits: 'autopilot-discovery' },
    });
    expect(registered).not.toHaveProperty('events');
  });

  it('that it was registered before waits for the identity to be found', () => {
    const answered = takeAnswer({ kind: 'registered-before' }, at)(deviceWith());
    expect(answered?.state).not.toHaveProperty('autopilotDeviceId');
    expect(answered?.state.state).toMatchObject({ awaits: 'autopilot-discovery' });
  });

  it('that it is refused is told to others with the reason, and without the hardware hash', () => {
    const refused = takeAnswer({ kind: 'refused', code: 'device-claimed', message: 'Claimed.' }, at)(deviceWith());
    expect(refused).toMatchObject({
      state: { state: { kind: 'registration-failed', at, code: 'device-claimed', message: 'Claimed.' } },
      events: [{ type: 'omd.device.registration-failed.v1' }],
    });
    expect(JSON.stringify(refused)).not.toContain('T0EF');
  });

  it('counts once, and not for a device that has gone on meanwhile', () => {
    const answer = takeAnswer({ kind: 'registered', autopilotDeviceId: 'ap-1' }, at);
    const once = answer(deviceWith())?.state;
    expect(answer(once)).toBeUndefined();
    expect(answer(deviceWith({ state: { kind: 'active', since: at } }))).toBeUndefined();
    expect(answer(undefined)).toBeUndefined();
  });
});
