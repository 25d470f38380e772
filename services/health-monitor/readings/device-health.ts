import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { UNHEALTHY_AFTER_STOP_DAYS } from '../numbers.ts';
import type { DeviceReading, StopError } from './device-reading.ts';

export type DeviceSignalState = 'healthy' | 'unhealthy' | 'unknown';

/** How a signal of a device is. Stop errors are known until `until`, in milliseconds since 1970; NaN for never. */
export function signalStateOf(signal: HealthSignal, reading: DeviceReading, until: number): DeviceSignalState {
  switch (signal) {
    case 'stop-errors':
      if (Number.isNaN(until)) return 'unknown';
      return lateStops(reading, until).length > 0 ? 'unhealthy' : 'healthy';
    case 'firewall':
    case 'bitlocker':
      return ({ on: 'healthy', off: 'unhealthy', unknown: 'unknown' } as const)[reading[signal].kind];
  }
}

/** The signals of a device that are bad. */
export const unhealthySignals = (reading: DeviceReading, until: number): HealthSignal[] =>
  HEALTH_SIGNALS.filter((signal) => signalStateOf(signal, reading, until) === 'unhealthy');

/** Why a signal of a device is as it is, as a sentence. */
export function reasonOf(signal: HealthSignal, reading: DeviceReading, until: number): string {
  switch (signal) {
    case 'stop-errors':
      return stopReason(lateStops(reading, until));
    case 'firewall':
      return protectionReason('The firewall', reading.firewall);
    case 'bitlocker':
      return protectionReason('BitLocker', reading.bitlocker);
  }
}

const lateStops = ({ stops }: DeviceReading, until: number): StopError[] =>
  stops.filter(({ at }) => Date.parse(at) > until - UNHEALTHY_AFTER_STOP_DAYS * DAY_MS);

function stopReason(stops: readonly StopError[]): string {
  const last = stops.at(-1);
  if (!last) return `No stop error in ${UNHEALTHY_AFTER_STOP_DAYS} days.`;
  const what = [last.stopCode, last.module && `in ${last.module}`].filter(Boolean).join(' ');
  const how = what && ` (${what})`;
  return `${stops.length === 1 ? 'A stop error' : `${stops.length} stop errors`} in ${UNHEALTHY_AFTER_STOP_DAYS} days${how}.`;
}

function protectionReason(name: string, state: DeviceReading['firewall']): string {
  switch (state.kind) {
    case 'on':
      return `${name} is on.`;
    case 'off':
      return state.since ? `${name} is off since ${state.since.slice(0, 10)}.` : `${name} is off.`;
    case 'unknown':
      return `Nobody says whether ${name} is on.`;
  }
}
