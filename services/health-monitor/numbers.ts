import type { HealthSignal } from '../../shared/contracts/events/health-events.ts';

/** Shares of healthy devices that are asked for (Microsoft Managed Desktop, proactive monitoring). */
export const THRESHOLDS = {
  'stop-errors': 0.97,
  firewall: 0.95,
  bitlocker: 0.95,
} as const satisfies Record<HealthSignal, number>;

/** Fewer devices are never under a level: in a small fleet one device is several per cent. */
export const LEVEL_DEVICES = 3;

/** Alarms of stop errors; measured at less than one false alarm in 500 months of a tenant, from 12 devices up. */
export const ALARM = {
  /** Value of the running bet. */
  limit: 30_000,
  /** Devices with a stop error in `daysOfDevices`, below which nothing alarms: one sick device is no incident. */
  minDevices: 3,
  daysOfDevices: 14,
  /** Chance under which a count under the level alarms by itself. */
  rareChance: 0.0001,
} as const;

/** Levels alarm by size: in small fleets the bare level is crossed by chance again and again. */
export const SIZES = {
  /** From here on a count may surely be below the level. */
  small: 20,
  /** From here on a rare count of stop errors alarms besides the running bet. */
  medium: 250,
  /** Above, the bare level alarms. */
  large: 1_000,
} as const;

/** Firewall and BitLocker. */
export const STATES = {
  /** Chance of so many devices off, were the level just met, under which the level is surely missed. */
  surelyBelowChance: 0.01,
  newlyOffDays: 7,
  newlyOffDevices: 3,
  /** Value of the bet on devices that were newly switched off. */
  newlyOffLimit: 1_000,
} as const;

/** What is expected of a tenant: its own history, into which rates of other fleets count for five events. */
export const BASELINE = {
  /** Days of history … */
  days: 28,
  /** … that end so many days ago, so that what goes wrong now is not its own yardstick. */
  endsDaysAgo: 7,
  /** Below it the tenant is still being learned. */
  minEvents: 3,
  /** Devices with a stop error, of those online on a day. */
  stopErrors: 0.0022,
  /** Devices that switch it off, of those online on a day. */
  switchedOff: { firewall: 0.000_27, bitlocker: 0.0004 },
  /** Stop errors rise by so much in the days after any update. */
  afterUpdate: { more: 0.6, days: 3 },
} as const;

/** A device is unhealthy so long after a stop error. */
export const UNHEALTHY_AFTER_STOP_DAYS = 7;

/** An incident closes after so many readings in a row in which its signal was clean. */
export const CLEAN_READINGS = 3;

/** Chance above which a count of stop errors is no news. */
export const CLEAN_CHANCE = 0.05;

/** Endpoint analytics sums up stop errors over so many days. */
export const STOP_SUM_DAYS = 30;

/** Days that charts show. */
export const TREND_DAYS = 90;
