import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Device, involve, isolate, release, settle } from './device.ts';

const device: Device = {
  deviceId: 'device-1',
  entraDeviceId: null,
  name: null,
  sensitive: false,
  isolationId: null,
  releaseId: null,
  incidents: [],
};
const isolated: Device = { ...device, isolationId: 'i1' };
const releasing: Device = { ...isolated, releaseId: 'r1' };

describe('a device', () => {
  it('has each incident on record once, and none where it is not known', () => {
    const involved = involve('i1')(device);
    expect(involved).toMatchObject({ state: { incidents: ['i1'] }, audit: { action: 'device.involve' } });
    expect(involve('i1')(involved?.state)).toBeUndefined();
    expect(involve('i1')(undefined)).toBeUndefined();
  });

  it('is isolated under one isolation at a time', () => {
    expect(isolate('i1')(device)?.state).toEqual(isolated);
    expect(isolate('i1')(isolated)).toBeUndefined();
    expect(() => isolate('i2')(isolated)).toThrow(expect.objectContaining({ code: 'device-isolated' }));
    expect(() => isolate('i1')(undefined)).toThrow(expect.objectContaining({ code: 'device-isolated' }));
  });

  it('is released once, from the isolation that it is under', () => {
    expect(release('r1', 'i1')(isolated)?.state).toEqual(releasing);
    expect(release('r1', 'i1')(releasing)).toBeUndefined();
    for (const [id, of] of [
      ['r2', releasing],
      ['r1', device],
    ] as const)
      expect(() => release(id, 'i1')(of)).toThrow(expect.objectContaining({ code: 'device-not-isolated' }));
  });

  it.each([
    ['is cut off once its isolation is confirmed', isolated, 'isolate', 'confirmed', 'i1'],
    ['is free when it could not be isolated', isolated, 'isolate', 'failed', null],
    ['is free when nobody knows, so that it may be tried again', isolated, 'isolate', 'unknown', null],
    ['is free once its release is confirmed', releasing, 'release', 'confirmed', null],
    ['is still cut off when it could not be released', releasing, 'release', 'failed', 'i1'],
  ] as const)('%s', (_, before, wanted, outcome, isolationId) => {
    const id = wanted === 'isolate' ? 'i1' : 'r1';
    const change = settle({ wanted, id, outcome })(before);
    expect(change?.state).toMatchObject({ isolationId, releaseId: null, incidents: [] });
    expect(change?.audit.action).toBe(`device.${wanted}-${outcome}`);
  });

  it('is never under an isolation that another has taken, whatever comes in whatever order', () => {
    const id = fc.constantFrom('i1', 'i2', 'i3');
    const move = fc.oneof(
      id.map((isolationId) => isolate(isolationId)),
      fc.tuple(id, id).map(([releaseId, isolationId]) => release(releaseId, isolationId)),
      fc
        .record({
          wanted: fc.constantFrom('isolate' as const, 'release' as const),
          id,
          outcome: fc.constantFrom('confirmed' as const, 'failed' as const),
        })
        .map((end) => settle(end)),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        let current = device;
        for (const each of moves) {
          const before = current;
          try {
            current = each(current)?.state ?? current;
          } catch {
            continue;
          }
          const isHandedOver = before.isolationId && current.isolationId && before.isolationId !== current.isolationId;
          expect(isHandedOver).toBeFalsy();
          expect(current.releaseId !== null && current.isolationId === null).toBe(false);
        }
      }),
    );
  });
});
