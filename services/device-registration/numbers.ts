const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The numbers of this service, in milliseconds unless their names say otherwise. */
export const NUMBERS = {
  hour: HOUR_MS,
  /** An enrolled device is inactive after so long without a check-in (the service description: seven days). */
  inactiveAfter: 7 * DAY_MS,
  /** One that neither Autopilot nor Intune lists any more is given up when a second full reading, a day later, agrees. */
  missingFor: 20 * HOUR_MS,
  /** Of day (UTC), when all of Intune is read; the other hours read what has checked in. */
  reviewHour: 2,
  /** Check-ins that an hourly reading looks back on: one reading may fail. */
  lookBack: 2 * HOUR_MS,
  /** Hardware hashes that go to Autopilot at once. Five hundred are usual; with fewer, one that is refused holds up fewer. */
  hashesAtOnce: 100,
  /** Autopilot answers after 1 to 12 minutes, at times after 45: polls begin close together and grow apart. */
  firstPoll: 30 * SECOND_MS,
  longestPoll: 10 * MINUTE_MS,
  /** So long without an answer, and there will be none. */
  answerDue: DAY_MS,
  /** Between synchronisations of Autopilot; sooner, Microsoft answers 429. */
  betweenSyncs: 10 * MINUTE_MS,
  syncLasts: 2 * MINUTE_MS,
  /** Imports that end within this time share a synchronisation. */
  syncGathers: 5 * MINUTE_MS,
  /** Uploads that end within this time are tidied up after together. */
  tidyGathers: 15 * MINUTE_MS,
  /** After it, the hourly discovery finds what there is. */
  syncGivenUp: HOUR_MS,
  /** Autopilot deletes within minutes; one that is there a day later needs a person. */
  removalDue: DAY_MS,
  /** Between looks whether a person has granted a permission, or resumed a suspended tenant. */
  personWait: HOUR_MS,
} as const;

/** Whether it is the hour of day in which everything is looked at, whatever has moved; `at`: milliseconds since 1970. */
export const isReviewHour = (at: number): boolean => new Date(at).getUTCHours() === NUMBERS.reviewHour;
