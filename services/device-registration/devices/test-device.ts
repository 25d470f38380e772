import { accept, type Device, type Registration } from './device.ts';

export const acceptedAt = '2026-07-06T08:00:00.000Z';

export const registration: Registration = {
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

/** A device that was just accepted, but for what a test says. */
export function deviceWith(change: Partial<Device> = {}): Device {
  const decided = accept('d1', registration)(undefined);
  if (!decided) throw new Error('A device that is not there is accepted.');
  return { ...decided.state, ...change };
}
