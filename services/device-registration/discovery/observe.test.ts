import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Device } from '../devices/device.ts';
import { isSame, observedOf } from '../devices/observed.ts';
import { acceptedAt, deviceWith } from '../devices/test-device.ts';
import { after, observe } from './observe.ts';
import type { Enrolment, Identity, Sighting } from './sighting.ts';

const now = Date.parse('2026-07-20T10:00:00.000Z');
const at = new Date(now).toISOString();
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

const identity: Identity = {
  id: 'ap-1',
  serialNumber: 'PF4FC001',
  manufacturer: 'LENOVO',
  model: '21AH00FIELD',
  groupTag: 'Microsoft365Managed_Standard',
  assignedUser: null,
  hasProfile: true,
  managedDeviceId: null,
  entraDeviceId: 'entra-1',
};
const enrolment: Enrolment = {
  id: 'intune-1',
  name: 'MMD-12345678901',
  serialNumber: 'PF4FC001',
  assignedUser: 'grace@contoso.example',
  entraDeviceId: 'entra-1',
  lastCheckIn: daysAgo(0.1),
};
const notRead = { kind: 'not-read' } as const;
const gone = { kind: 'gone' } as const;
const listed = (change: Partial<Enrolment> = {}) => ({ kind: 'listed', device: { ...enrolment, ...change } }) as const;

const seen = (device: Device, sighting: Sighting) => observe(sighting, now)(device);
const stateAfter = (device: Device, ...sightings: Sighting[]) =>
  sightings.reduce((current, sighting) => seen(current, sighting)?.state ?? current, device);
const ready = stateAfter(deviceWith(), { identity, enrolment: notRead });
const active = stateAfter(ready, { identity, enrolment: listed() });

describe('a device', () => {
  it('that is pending is ready for its user once Autopilot shows it with a deployment profile', () => {
    const unprovided = { identity: { ...identity, hasProfile: false }, enrolment: notRead };
    expect(seen(deviceWith(), unprovided)).toBeUndefined();
    const registered = seen(deviceWith(), { identity, enrolment: notRead });
    expect(registered).toMatchObject({
      state: { state: { kind: 'ready-for-user', since: at }, profile: 'Standard', autopilotDeviceId: 'ap-1' },
      events: [{ type: 'omd.device.registered.v1' }],
    });
  });

  it('under no tag of the service waits for no profile of the service', () => {
    const foreign = { ...identity, groupTag: 'Kiosk-HQ', hasProfile: false };
    expect(stateAfter(deviceWith(), { identity: foreign, enrolment: notRead }).state.kind).toBe('ready-for-user');
  });

  it('that enrols is active, under the ids and the name that Intune gives it', () => {
    expect(seen(ready, { identity, enrolment: listed() })).toMatchObject({
      state: {
        state: { kind: 'active', since: at },
        managedDeviceId: 'intune-1',
        deviceName: 'MMD-12345678901',
        assignedUser: 'grace@contoso.example',
      },
      events: [{ type: 'omd.device.activated.v1' }],
    });
  });

  it('is inactive after seven days without a check-in, and active again at the next', () => {
    const within = { identity, enrolment: listed({ lastCheckIn: daysAgo(6.9) }) };
    expect(seen(active, within)).toBeUndefined();
    const silent = { identity, enrolment: listed({ lastCheckIn: daysAgo(7.1) }) };
    const inactive = seen(active, silent);
    expect(inactive).toMatchObject({
      state: { state: { kind: 'inactive' } },
      events: [{ type: 'omd.device.changed.v1' }],
    });
    expect(stateAfter(active, silent, { identity, enrolment: listed() }).state.kind).toBe('active');
  });

  it('whose Intune record is gone is ready for another user, without the id that no longer means it', () => {
    const reset = seen(active, { identity, enrolment: gone });
    expect(reset?.state.state.kind).toBe('ready-for-user');
    expect(reset?.state).not.toHaveProperty('managedDeviceId');
    expect(
      stateAfter(active, { identity, enrolment: gone }, { identity, enrolment: listed({ id: 'intune-2' }) }),
    ).toMatchObject({
      state: { kind: 'active' },
      managedDeviceId: 'intune-2',
    });
  });

  it('under another group tag has another profile, and the others hear of it', () => {
    const retagged = seen(active, {
      identity: { ...identity, groupTag: 'Microsoft365Managed_Kiosk-Shared' },
      enrolment: listed(),
    });
    expect(retagged).toMatchObject({
      state: { profile: 'Kiosk', shared: true },
      events: [{ type: 'omd.device.changed.v1' }],
    });
  });

  it('whose registration failed because it was there is found by discovery all the same', () => {
    const failed = deviceWith({ state: { kind: 'registration-failed', at: acceptedAt, code: 'a', message: 'b' } });
    expect(stateAfter(failed, { identity, enrolment: notRead }).state.kind).toBe('ready-for-user');
  });

  it('keeps a user between two readings, whatever Autopilot once was told', () => {
    const told = { ...identity, assignedUser: 'first@contoso.example' };
    expect(stateAfter(ready, { identity: told, enrolment: notRead }).assignedUser).toBe('first@contoso.example');
    expect(seen(active, { identity: told, enrolment: notRead })).toBeUndefined();
  });
});

const sightings = fc.record<Sighting>({
  identity: fc.constantFrom(identity, { ...identity, hasProfile: false, groupTag: null }, null),
  enrolment: fc.constantFrom<Sighting['enrolment']>(notRead, gone, listed(), listed({ lastCheckIn: daysAgo(30) })),
});
const devices = fc.constantFrom(deviceWith(), ready, active);

describe('whatever is seen', () => {
  it('tells nothing the second time', () => {
    fc.assert(
      fc.property(devices, sightings, (device, sighting) => {
        expect(seen(stateAfter(device, sighting), sighting)).toBeUndefined();
      }),
    );
  });

  it('is news of the device exactly when it is news of its line in the list', () => {
    fc.assert(
      fc.property(devices, sightings, (device, sighting) => {
        const line = observedOf(device);
        const isNews = !isSame(line, after(line, sighting, now));
        expect(seen(device, sighting) !== undefined).toBe(isNews);
      }),
    );
  });
});
