import { describe, expect, it } from 'vitest';
import type { RegistrationState } from '../../../shared/contracts/events/device-events.ts';
import type { Device } from './device.ts';
import { confirm, dispatch, leaveUnknown, loseSight, plan, refuse } from './removal.ts';
import { acceptedAt, deviceWith } from './test-device.ts';

const at = '2026-07-20T10:00:00.000Z';
const asked = { operationId: 'o1', reason: 'sold', at };
const ready = deviceWith({ state: { kind: 'ready-for-user', since: acceptedAt }, autopilotDeviceId: 'ap-1' });

function afterwards(device: Device, ...steps: ((current: Device) => { state?: Device } | undefined)[]): Device {
  return steps.reduce((current, step) => step(current)?.state ?? current, device);
}

describe('the removal of a device', () => {
  it('is planned, goes out, and ends with the device off the list', () => {
    const leaving = afterwards(ready, plan(asked), dispatch(at));
    expect(leaving.removal).toEqual({ kind: 'dispatching', ...asked, dispatchedAt: at });
    expect(confirm()(leaving)).toMatchObject({
      removed: true,
      events: [{ type: 'omd.device.removed.v1', data: { deviceId: 'd1' } }],
      audit: { action: 'device.remove', detail: { reason: 'sold' } },
    });
  });

  it('asked for again is the one that is on its way', () => {
    const planned = afterwards(ready, plan(asked));
    expect(plan({ ...asked, operationId: 'o2' })(planned)).toBeUndefined();
  });

  it('that Microsoft refuses leaves the device as it was, with the reason on record', () => {
    const refused = refuse('autopilot-refused', 'It is enrolled.')(afterwards(ready, plan(asked), dispatch(at)));
    expect(refused?.state).toEqual(ready);
    expect(refused?.audit).toMatchObject({ action: 'device.removal-refused' });
  });

  it('whose end is unknown may be asked for anew', () => {
    const unknown = afterwards(ready, plan(asked), dispatch(at), leaveUnknown());
    expect(unknown.removal?.kind).toBe('unknown');
    expect(plan({ ...asked, operationId: 'o2' })(unknown)?.state.removal).toMatchObject({
      kind: 'planned',
      operationId: 'o2',
    });
  });

  it('is refused while the registration is pending, and of what is not there', () => {
    expect(() => plan(asked)(deviceWith())).toThrow(expect.objectContaining({ code: 'device-pending' }));
    expect(() => plan(asked)(undefined)).toThrow(expect.objectContaining({ code: 'device-unknown' }));
  });

  it.each<RegistrationState>([
    { kind: 'registration-failed', at: acceptedAt, code: 'device-claimed', message: 'Claimed.' },
    { kind: 'active', since: acceptedAt },
    { kind: 'inactive', since: acceptedAt },
  ])('may be planned of a device that is $kind', (state) => {
    expect(plan(asked)({ ...ready, state })?.state.removal).toMatchObject({ kind: 'planned' });
  });

  it('that nobody planned is neither confirmed nor refused', () => {
    for (const step of [confirm(), dispatch(at), leaveUnknown(), refuse('a', 'b')]) expect(step(ready)).toBeUndefined();
  });
});

it('a device that neither Autopilot nor Intune lists is off the list without anybody asking', () => {
  expect(loseSight('gone')(ready)).toMatchObject({ removed: true, audit: { action: 'device.lose' } });
});
