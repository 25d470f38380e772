import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { reasonOf, unhealthySignals } from '../readings/device-health.ts';
import type { DeviceReading } from '../readings/device-reading.ts';
import type { Transition } from './device.ts';

/** What there is to tell of a device, and its reading once that has been told. `at` is the moment of the reading. */
export function transitionsOf(
  reading: DeviceReading,
  until: number,
  at: string,
): { readonly transitions: Transition[]; readonly told: DeviceReading } {
  const unhealthy = unhealthySignals(reading, until);
  const changed = HEALTH_SIGNALS.filter((signal) => unhealthy.includes(signal) !== reading.unhealthy.includes(signal));
  const transitions = changed.map((signal): Transition => {
    const now = unhealthy.includes(signal) ? 'unhealthy' : 'healthy';
    const since = now === 'unhealthy' ? sinceOf(signal, reading, at) : at;
    return { deviceId: reading.deviceId, signal, now, since, sentence: reasonOf(signal, reading, until) };
  });
  return { transitions, told: { ...reading, unhealthy } };
}

function sinceOf(signal: HealthSignal, reading: DeviceReading, at: string): string {
  if (signal === 'stop-errors') return reading.stops.at(-1)?.at ?? at;
  const state = reading[signal];
  return (state.kind === 'off' && state.since) || at;
}
