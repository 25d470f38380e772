import {
  deviceActivated,
  deviceChanged,
  deviceRegistered,
  type RegistrationState,
} from '../../../shared/contracts/events/device-events.ts';
import { type Device, recordOf } from '../devices/device.ts';
import { profileOfTag } from '../devices/group-tag.ts';
import { isSame, type Observed, observedOf } from '../devices/observed.ts';
import { NUMBERS } from '../numbers.ts';
import type { Sighting } from './sighting.ts';

/** Brings a sighting into a device; tells of it when something is other than it was. `now`: milliseconds since 1970. */
export const observe = (sighting: Sighting, now: number) => (current: Device | undefined) => {
  if (!current) return undefined;
  const before = observedOf(current);
  const next = after(before, sighting, now);
  if (isSame(before, next)) return undefined;
  const state = withObserved(current, next, new Date(now).toISOString());
  return { state, events: [transitionOf(before.state, next.state).event(recordOf(state))] };
};

/** What a device is after a sighting; the same, where it says nothing new. */
export function after(before: Observed, sighting: Sighting, now: number): Observed {
  const { identity, enrolment } = sighting;
  const state = stateAfter(before.state, sighting, now);
  // As long as it is not registered, nobody acts on it, and nobody needs to hear of the details.
  if (state === 'registration-pending' || state === 'registration-failed') return before;
  const enrolled = enrolment.kind === 'listed' ? enrolment.device : undefined;
  const wasEnrolled = before.managedDeviceId !== null && enrolment.kind !== 'gone';
  const managedDeviceId = enrolled?.id ?? (wasEnrolled ? before.managedDeviceId : null);
  return {
    state,
    name: enrolled?.name ?? before.name,
    manufacturer: before.manufacturer ?? identity?.manufacturer ?? null,
    model: before.model ?? identity?.model ?? null,
    groupTag: identity ? identity.groupTag : before.groupTag,
    // Intune's primary user is who has it; until then, whom it is meant for.
    assignedUser: enrolled?.assignedUser ?? (wasEnrolled ? null : identity?.assignedUser) ?? before.assignedUser,
    autopilotDeviceId: identity?.id ?? before.autopilotDeviceId,
    managedDeviceId,
    entraDeviceId: enrolled?.entraDeviceId ?? identity?.entraDeviceId ?? before.entraDeviceId,
  };
}

function stateAfter(before: Observed['state'], { identity, enrolment }: Sighting, now: number): Observed['state'] {
  switch (before) {
    case 'registration-pending':
    case 'registration-failed':
      if (!identity) return before;
      if (enrolment.kind === 'listed') return activityOf(enrolment.device.lastCheckIn, now);
      return identity.hasProfile || !profileOfTag(identity.groupTag ?? '') ? 'ready-for-user' : before;
    case 'ready-for-user':
      return enrolment.kind === 'listed' ? activityOf(enrolment.device.lastCheckIn, now) : before;
    case 'active':
    case 'inactive':
      if (enrolment.kind === 'listed') return activityOf(enrolment.device.lastCheckIn, now);
      return enrolment.kind === 'gone' ? 'ready-for-user' : before;
  }
}

function activityOf(lastCheckIn: string, now: number): 'active' | 'inactive' {
  return now - Date.parse(lastCheckIn) > NUMBERS.inactiveAfter ? 'inactive' : 'active';
}

const isEnrolled = (state: Observed['state']): boolean => state === 'active' || state === 'inactive';

function transitionOf(before: Observed['state'], next: Observed['state']) {
  if (isEnrolled(next)) return isEnrolled(before) ? deviceChanged : deviceActivated;
  return next === 'ready-for-user' && !isEnrolled(before) && before !== next ? deviceRegistered : deviceChanged;
}

function withObserved(device: Device, next: Observed, at: string): Device {
  const { deviceName: _name, autopilotDeviceId: _a, managedDeviceId: _m, entraDeviceId: _e, ...rest } = device;
  return {
    ...rest,
    state: stateOf(device.state, next.state, at),
    manufacturer: next.manufacturer,
    model: next.model,
    groupTag: next.groupTag,
    ...(next.groupTag === device.groupTag ? {} : (profileOfTag(next.groupTag ?? '') ?? NO_PROFILE)),
    assignedUser: next.assignedUser,
    ...(next.name !== null && { deviceName: next.name }),
    ...(next.autopilotDeviceId !== null && { autopilotDeviceId: next.autopilotDeviceId }),
    ...(next.managedDeviceId !== null && { managedDeviceId: next.managedDeviceId }),
    ...(next.entraDeviceId !== null && { entraDeviceId: next.entraDeviceId }),
  };
}

const NO_PROFILE = { profile: null, shared: false } as const;

function stateOf(before: RegistrationState, kind: Observed['state'], at: string): RegistrationState {
  switch (kind) {
    case 'registration-pending':
    case 'registration-failed':
      return before;
    case 'ready-for-user':
    case 'active':
    case 'inactive':
      return before.kind === kind ? before : { kind, since: at };
  }
}
