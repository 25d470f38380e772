import type { RegistrationState } from '../../../shared/contracts/events/device-events.ts';
import type { Device } from './device.ts';

/** What Autopilot and Intune may change about a device, or what they said of it last. */
export interface Observed {
  readonly state: RegistrationState['kind'];
  readonly name: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly groupTag: string | null;
  readonly assignedUser: string | null;
  readonly autopilotDeviceId: string | null;
  readonly managedDeviceId: string | null;
  readonly entraDeviceId: string | null;
}

export function observedOf(device: Device): Observed {
  const { state, deviceName, manufacturer, model, groupTag, assignedUser } = device;
  const { autopilotDeviceId, managedDeviceId, entraDeviceId } = device;
  return {
    state: state.kind,
    name: deviceName ?? null,
    manufacturer,
    model,
    groupTag,
    assignedUser,
    autopilotDeviceId: autopilotDeviceId ?? null,
    managedDeviceId: managedDeviceId ?? null,
    entraDeviceId: entraDeviceId ?? null,
  };
}

export const isSame = (one: Observed, other: Observed): boolean => FIELDS.every((field) => one[field] === other[field]);

/** All of them: one that is left out does not compile. */
const FIELDS = Object.keys({
  state: 0,
  name: 0,
  manufacturer: 0,
  model: 0,
  groupTag: 0,
  assignedUser: 0,
  autopilotDeviceId: 0,
  managedDeviceId: 0,
  entraDeviceId: 0,
} satisfies Record<keyof Observed, 0>) as (keyof Observed)[];
