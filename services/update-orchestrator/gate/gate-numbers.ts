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
  /** A measure's weight, there being two. A third of it for all devices, a third shared by the makers, a third by the models. */
  measureWeight: 1 / 2,
  partWeight: 1 / 3,
  /** Devices of a maker or a model that have had the update; fewer cannot halt. */
  groupMin: 5,
  /** The bet on the devices without the update that makes a cause unclear. */
  causeCheck: 100,
  /** Days of the devices without the update that are looked at. */
  causeDays: 7,
  /** Share of an average day's devices that are on, and of a work day's. [gate statistics, 9] */
  onlineShare: 0.7,
  onlineShareAtMost: 0.9,
  /** Days before and after a day among which there is a work day. */
  aroundDays: 4,
  /** Older crash data gives no verdict. Hours. */
  maxAgeHours: 60,
} as const;
