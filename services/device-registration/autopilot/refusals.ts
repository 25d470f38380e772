import type { ImportAnswer } from './import-answer.ts';

/** `deviceErrorCode` and `deviceErrorName` of an import that has failed. */
export interface AutopilotError {
  readonly code: number;
  readonly name: string;
}

/** What an error of Autopilot means for the device, with what can be done about it. */
export function answerToError({ code, name }: AutopilotError): ImportAnswer {
  const known = BY_NAME.get(name.toLowerCase()) ?? BY_CODE.get(code);
  if (known === 'registered-before') return { kind: 'registered-before' };
  if (known) return { kind: 'refused', ...known };
  return {
    kind: 'refused',
    code: 'autopilot-error',
    message: `Unexpected error ${code} of Autopilot (${name || 'without a name'}). Register it again; if it comes back, ask Microsoft.`,
  };
}

const HASH_INVALID = {
  code: 'hash-invalid',
  message: 'Hardware hash not valid. Capture it again on the device itself, and register it with that.',
};
const NOT_FOUND = {
  code: 'device-not-found',
  message: 'Device not found. Have the supplier confirm manufacturer, model and serial number.',
};
const CLAIMED = {
  code: 'device-claimed',
  message: 'Device claimed by another organization. Its supplier, or that organization, has to deregister it there.',
};
const IN_ENTRA = {
  code: 'device-in-entra',
  message: 'Device already registered: Entra has an old object of it. Delete that, then register the device again.',
};

type Meaning = { readonly code: string; readonly message: string } | 'registered-before';

/** Names and numbers as the Autopilot service gives them; both occur alone. */
const ERRORS: readonly (readonly [code: number | undefined, name: string, meaning: Meaning])[] = [
  [802, 'InvalidZtdHardwareHash', HASH_INVALID],
  [undefined, 'ZtdDeviceInvalidHardwareHash', HASH_INVALID],
  [803, 'MissingZtdSerialNumberAndProductKey', NOT_FOUND],
  [806, 'ZtdDeviceAlreadyAssigned', 'registered-before'],
  [808, 'ZtdDeviceAssignedToOtherTenant', CLAIMED],
  [undefined, 'ZtdDeviceAssignedToAnotherTenant', CLAIMED],
  [812, 'ZtdDeviceNotFound', NOT_FOUND],
  [813, 'ZtdDeviceIsNotUnique', HASH_INVALID],
  [814, 'ZtdDeviceAlreadyAadRegistered', IN_ENTRA],
  [undefined, 'ZtdDeviceDuplicated', 'registered-before'],
];

const BY_NAME = new Map(ERRORS.map(([, name, meaning]) => [name.toLowerCase(), meaning]));
const BY_CODE = new Map(ERRORS.flatMap(([code, , meaning]) => (code === undefined ? [] : [[code, meaning] as const])));
