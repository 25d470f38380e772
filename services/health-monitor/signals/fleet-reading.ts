import type { DeviceReading } from '../readings/device-reading.ts';
import type { HealthSettings } from '../settings/health-settings.ts';

/** A reading of the whole fleet, next to the one before. */
export interface FleetReading {
  /** The moment it is of, in milliseconds since 1970. */
  readonly at: number;
  /** Stop errors are known until then, in milliseconds since 1970; undefined where nobody tells of any. */
  readonly until: number | undefined;
  readonly before: ReadonlyMap<string, DeviceReading>;
  readonly readings: readonly DeviceReading[];
  readonly packs: number;
  readonly settings: HealthSettings;
}
