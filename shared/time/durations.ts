/** In milliseconds. A day is 24 hours; days of a calendar are counted in `zones.ts`. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
