import type { NewEvent } from '../../../shared/contracts/events/define-event.ts';
import { type CrashedDevice, stopErrorsObserved } from '../../../shared/contracts/events/health-events.ts';
import { type Crashed, isReporting } from './counts.ts';
import type { FleetReading } from './fleet-reading.ts';

/** Devices that one event carries. */
const DEVICES_AN_EVENT = 500;

/** Tells which devices had stop errors, and up to when they are known; a reading that finds none tells that too. */
export function stopErrorEvents({ at, until, readings }: FleetReading, crashed: readonly Crashed[]): NewEvent[] {
  if (until === undefined) return [];
  const dataUntil = new Date(until).toISOString();
  const reporting = readings.filter((reading) => isReporting(reading, at)).length;
  const devices = crashed.map(crashedDevice);
  const events = Math.max(1, Math.ceil(devices.length / DEVICES_AN_EVENT));
  return Array.from({ length: events }, (_, n) =>
    stopErrorsObserved.event({
      dataUntil,
      reporting,
      devices: devices.slice(n * DEVICES_AN_EVENT, (n + 1) * DEVICES_AN_EVENT),
    }),
  );
}

function crashedDevice({ reading, stops }: Crashed): CrashedDevice {
  const { deviceId, model, manufacturer, osVersion } = reading;
  const last = stops.findLast(({ isTimed }) => isTimed);
  return {
    deviceId,
    model,
    manufacturer,
    // The version that crashed: by now the device may run another.
    osVersion: last?.osVersion ?? osVersion,
    stops: stops.length,
    lastAt: last?.at ?? null,
    stopCode: last?.stopCode ?? null,
    module: last?.module ?? null,
  };
}
