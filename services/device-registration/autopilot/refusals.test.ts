import { describe, expect, it } from 'vitest';
import { answerToError } from './refusals.ts';

describe('an error of Autopilot', () => {
  it.each([
    [806, 'ZtdDeviceAlreadyAssigned', 'registered-before'],
    [0, 'ZtdDeviceDuplicated', 'registered-before'],
  ])('%i %s is as good as a registration', (code, name, kind) => {
    expect(answerToError({ code, name })).toEqual({ kind });
  });

  it.each([
    [808, 'ZtdDeviceAssignedToOtherTenant', 'device-claimed'],
    [808, '', 'device-claimed'],
    [0, 'ZtdDeviceAssignedToAnotherTenant', 'device-claimed'],
    [802, 'InvalidZtdHardwareHash', 'hash-invalid'],
    [807, 'ZtdDeviceInvalidHardwareHash', 'hash-invalid'],
    [812, 'ZtdDeviceNotFound', 'device-not-found'],
    [814, 'ztddevicealreadyaadregistered', 'device-in-entra'],
  ])('%i %s is a refusal that says what to do: %s', (code, name, refusal) => {
    expect(answerToError({ code, name })).toMatchObject({ kind: 'refused', code: refusal });
  });

  it('that nobody knows is shown as it came', () => {
    expect(answerToError({ code: 899, name: 'StorageError' })).toEqual({
      kind: 'refused',
      code: 'autopilot-error',
      message: expect.stringContaining('899 of Autopilot (StorageError)'),
    });
  });
});
