import { describe, expect, it } from 'vitest';
import { isCutOff, join, type KnownDevice } from './join.ts';
import type { Enrolment, Identity } from './sighting.ts';

const known = (id: string, change: Partial<KnownDevice> = {}): KnownDevice => ({
  id,
  serialNumber: null,
  state: 'ready-for-user',
  name: null,
  manufacturer: null,
  model: null,
  groupTag: null,
  assignedUser: null,
  autopilotDeviceId: null,
  managedDeviceId: null,
  entraDeviceId: null,
  ...change,
});
const identity = (id: string, change: Partial<Identity> = {}): Identity => ({
  id,
  serialNumber: null,
  manufacturer: null,
  model: null,
  groupTag: 'Microsoft365Managed_Standard',
  assignedUser: null,
  hasProfile: true,
  managedDeviceId: null,
  entraDeviceId: null,
  ...change,
});
const enrolment = (id: string, change: Partial<Enrolment> = {}): Enrolment => ({
  id,
  name: null,
  serialNumber: null,
  assignedUser: null,
  entraDeviceId: null,
  lastCheckIn: '2026-07-20T10:00:00.000Z',
  ...change,
});

const joined = (devices: KnownDevice[], identities: Identity[], enrolments: Enrolment[] = [], isWhole = false) =>
  join(devices, { identities, enrolments, isWhole });

describe('a device', () => {
  it('is found by the id that Autopilot gave it, else by its serial number', () => {
    const { sighted, newcomers } = joined(
      [known('d1', { autopilotDeviceId: 'ap-1', serialNumber: '-1' }), known('d2', { serialNumber: 'PF2' })],
      [identity('ap-1', { serialNumber: 'PF1' }), identity('ap-2', { serialNumber: 'PF2' })],
    );
    expect(sighted.map(({ sighting }) => sighting.identity?.id)).toEqual(['ap-1', 'ap-2']);
    expect(newcomers).toEqual([]);
  });

  it('is not found by a serial number that stands for none', () => {
    const placeholder = { serialNumber: 'Default string' };
    const { sighted } = joined([known('d1', placeholder)], [identity('ap-1', placeholder)]);
    expect(sighted[0]?.sighting.identity).toBeNull();
  });

  it('of which Intune has several records is the one that checked in last', () => {
    const { sighted } = joined(
      [known('d1', { serialNumber: 'PF1' })],
      [identity('ap-1', { serialNumber: 'PF1', entraDeviceId: 'entra-1' })],
      [
        enrolment('new', { serialNumber: 'PF1' }),
        enrolment('old', { entraDeviceId: 'entra-1', lastCheckIn: '2026-01-01T00:00:00.000Z' }),
      ],
    );
    expect(sighted[0]?.sighting.enrolment).toMatchObject({ kind: 'listed', device: { id: 'new' } });
  });

  it('that is not in a list is gone only where the list was read whole', () => {
    const kinds = [true, false].map(
      (isWhole) => joined([known('d1')], [], [], isWhole).sighted[0]?.sighting.enrolment.kind,
    );
    expect(kinds).toEqual(['gone', 'not-read']);
  });
});

describe('what others have registered', () => {
  it('is a newcomer under a tag of the service, and nobody under another', () => {
    const { newcomers } = joined(
      [],
      [identity('ap-1'), identity('ap-2', { groupTag: 'Kiosk-HQ' }), identity('ap-3', { groupTag: null })],
    );
    expect(newcomers.map((each) => each.identity?.id)).toEqual(['ap-1']);
  });

  it('under a placeholder waits as long as a device with that placeholder is being imported', () => {
    const placeholder = { serialNumber: 'Default string' };
    const pending = known('d1', { ...placeholder, state: 'registration-pending' });
    expect(joined([pending], [identity('ap-1', placeholder)]).newcomers).toEqual([]);
    expect(joined([], [identity('ap-1', placeholder)]).newcomers).toHaveLength(1);
  });
});

it('a list that lacks more than two of a hundred is taken for cut off', () => {
  const devices = Array.from({ length: 100 }, (_, n) => known(`d${n}`, { autopilotDeviceId: `ap-${n}` }));
  const identities = devices.map((_, n) => identity(`ap-${n}`));
  expect([100, 98, 97].map((length) => isCutOff(devices, identities.slice(0, length)))).toEqual([false, false, true]);
});
