import type { DeviceHealthLine } from '../../../shared/contracts/http/device-health.ts';
import { isReporting } from '../signals/counts.ts';
import { reasonOf, signalStateOf, unhealthySignals } from './device-health.ts';
import type { DeviceReading } from './device-reading.ts';
import { stopsInSum } from './stop-sums.ts';

/** A device as the list shows it. The fleet was read at `at`, and stop errors are known until `until` (milliseconds since 1970). */
export function deviceHealthLine(
  reading: DeviceReading,
  { at, until }: { readonly at: number; readonly until: number },
): DeviceHealthLine {
  const { deviceName, manufacturer, model, osVersion, lastSyncAt, stops } = reading;
  const reasons = unhealthySignals(reading, until).map((signal) => reasonOf(signal, reading, until));
  return {
    deviceName,
    manufacturer,
    model,
    osVersion,
    stopErrors: signalStateOf('stop-errors', reading, until),
    firewall: signalStateOf('firewall', reading, until),
    bitlocker: signalStateOf('bitlocker', reading, until),
    stops30Days: stopsInSum(stops, until).length,
    lastStopAt: stops.at(-1)?.at ?? null,
    reporting: isReporting(reading, at),
    lastSyncAt,
    reason: reasons.join(' '),
  };
}
