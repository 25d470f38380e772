/** Numbers of the gate, with their source. */
export const GATE = {
  /** Stop errors of a device-day online before there is history. [fleet model, 4] */
  crashPrior: 0.0022,
  /** Crashes are more frequent for some days after any update. [gate statistics, 7] */
  bump: 1.6,
  bumpDays: 3,
  /** Share of updated devices that go back within a week. [gate statistics, 6] */
  rollbackShare: 0.0013,
  rollbackDays: 7,
  /** A measure's weight; half of it for all devices, half shared by the models. Fixed, also while fewer measures are known. */
  measureWeight: 1 / 5,
  /** Devices of a model that have had the update; fewer cannot halt. */
  modelMin: 5,
  /** The bet on the devices without the update that makes a cause unclear. */
  causeCheck: 100,
  /** Days of the devices without the update that are looked at. */
  causeDays: 7,
  /** Share of days on which a device is on. */
  onlineShare: 0.75,
  /** Older crash data gives no verdict. Hours. */
  maxAgeHours: 60,
} as const;
