import { deviceRemoved, type RegistrationState } from '../../../shared/contracts/events/device-events.ts';
import type { RemovalState } from '../../../shared/contracts/http/devices.ts';
import { devicePending, deviceUnknown } from '../errors.ts';
import { type Device, recordOf } from './device.ts';

type Current = Device | undefined;

/**
 * Plans to take a device out of Autopilot. A removal on its way stays the one it is; one whose end is unknown begins
 * again. Throws Refusal `device-unknown`, `device-pending`.
 */
export const plan =
  ({ operationId, reason, at }: Omit<Extract<RemovalState, { kind: 'planned' }>, 'kind'>) =>
  (current: Current) => {
    if (!current) throw deviceUnknown();
    demandSettled(current.state);
    if (current.removal && current.removal.kind !== 'unknown') return undefined;
    const removal: RemovalState = { kind: 'planned', operationId, reason, at };
    return { state: { ...current, removal }, audit: { action: 'device.plan-removal', detail: { reason } } };
  };

/** Notes that the request goes out, before it does: whoever comes after a crash knows that it may have been sent. */
export const dispatch = (at: string) =>
  stepped('planned', ({ operationId, reason, at: plannedAt }) => {
    return { kind: 'dispatching', operationId, reason, at: plannedAt, dispatchedAt: at };
  });

/** Autopilot took the request, and goes on showing the device. */
export const leaveUnknown = () =>
  stepped('dispatching', (removal) => ({ ...removal, kind: 'unknown' }), 'device.removal-unknown');

/** Microsoft does not do it: the device stays what it was. */
export const refuse = (code: string, message: string) => (current: Current) => {
  if (!current?.removal) return undefined;
  const { removal: _, ...state } = current;
  return { state, audit: { action: 'device.removal-refused', detail: { code, message } } };
};

/** Autopilot no longer has it, so it is off the list. */
export const confirm = () => (current: Current) => {
  if (!current?.removal) return undefined;
  return removed(current, 'device.remove', current.removal.reason);
};

/** Somebody else has taken it out of Autopilot and Intune. */
export const loseSight = (reason: string) => (current: Current) => current && removed(current, 'device.lose', reason);

function removed(device: Device, action: string, reason: string) {
  return {
    removed: true as const,
    events: [deviceRemoved.event(recordOf(device))],
    audit: { action, detail: { reason } },
  };
}

function stepped<Kind extends RemovalState['kind']>(
  from: Kind,
  next: (removal: Extract<RemovalState, { kind: Kind }>) => RemovalState,
  action?: string,
) {
  return (current: Current) => {
    const removal = current?.removal;
    if (!current || removal?.kind !== from) return undefined;
    const state: Device = { ...current, removal: next(removal as Extract<RemovalState, { kind: Kind }>) };
    return { state, ...(action && { audit: { action } }) };
  };
}

function demandSettled(state: RegistrationState): void {
  switch (state.kind) {
    case 'registration-pending':
      throw devicePending();
    case 'registration-failed':
    case 'ready-for-user':
    case 'active':
    case 'inactive':
      return;
  }
}
