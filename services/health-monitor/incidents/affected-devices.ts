import type { HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { signalStateOf } from '../readings/device-health.ts';
import type { DeviceReading } from '../readings/device-reading.ts';
import type { AffectedDevice } from './incident.ts';

/** The devices that a signal's incident is about: those whose signal is bad, the latest stop errors first. */
export function affectedDevices(
  signal: HealthSignal,
  readings: readonly DeviceReading[],
  until: number,
): AffectedDevice[] {
  const affected = readings.filter((reading) => signalStateOf(signal, reading, until) === 'unhealthy');
  if (signal !== 'stop-errors')
    return affected.map(({ deviceId, model }) => ({ deviceId, model, stopCode: null, module: null }));
  return affected.toSorted(byLastStop).map(({ deviceId, model, stops }) => {
    const { stopCode = null, module = null } = stops.at(-1) ?? {};
    return { deviceId, model, stopCode, module };
  });
}

function byLastStop(a: DeviceReading, b: DeviceReading): number {
  const [last, other] = [a.stops.at(-1)?.at ?? '', b.stops.at(-1)?.at ?? ''];
  if (last === other) return a.deviceId < b.deviceId ? -1 : 1;
  return last > other ? -1 : 1;
}
