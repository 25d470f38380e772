import type { RegistrationState } from '../../../shared/contracts/events/device-events.ts';
import type { RemovalState } from '../../../shared/contracts/http/devices.ts';
import type { Device } from './device.ts';

/** The state of a device, and why, in one or two sentences. */
export function sentenceOf({ state, removal }: Pick<Device, 'state' | 'removal'>): string {
  return [stateSentence(state), ...(removal ? [removalSentence(removal)] : [])].join(' ');
}

function stateSentence(state: RegistrationState): string {
  switch (state.kind) {
    case 'registration-pending':
      return state.awaits === 'autopilot-import'
        ? `Registration is pending since ${moment(state.since)}: Autopilot has not yet answered to its hardware hash.`
        : `Registration is pending since ${moment(state.since)}: Autopilot does not yet show the device with a deployment profile.`;
    case 'registration-failed':
      return `Registration failed on ${moment(state.at)}: ${state.message}`;
    case 'ready-for-user':
      return `Ready for its user since ${moment(state.since)}: Autopilot will set it up when it is first switched on.`;
    case 'active':
      return `Active since ${moment(state.since)}: it is enrolled in Intune and checks in.`;
    case 'inactive':
      return `Inactive since ${moment(state.since)}: it is enrolled in Intune and has not checked in for seven days.`;
  }
}

function removalSentence(removal: RemovalState): string {
  switch (removal.kind) {
    case 'planned':
      return `Its removal was asked for on ${moment(removal.at)} (${removal.reason}).`;
    case 'dispatching':
      return `Autopilot was asked to remove it on ${moment(removal.dispatchedAt)} (${removal.reason}), and has not yet done so.`;
    case 'unknown':
      return `Autopilot was asked to remove it on ${moment(removal.dispatchedAt)} and still shows it: look there, then ask again.`;
  }
}

/** `2026-07-06 08:00 UTC` */
const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
