/**
 * List prices in USD, pay as you go, one region; others are up to a third dearer. They were gathered from public price
 * pages and articles of 2025 and 2026 and are not live: look them up before you promise anything.
 */
export const PRICES = {
  cosmos: { perMillionRequestUnits: 0.285, perGigabyteMonth: 0.25 },
  serviceBus: { base: 9.86, perMillion: 0.8 },
  functions: {
    perGigabyteSecond: 0.000026,
    freeGigabyteSeconds: 100_000,
    perMillionExecutions: 0.4,
  },
  logs: { perGigabyte: 2.3 },
} as const;

/** Seconds in which the five services do nothing but look whether something is due: their timers fire 31 times an hour. */
const IDLE_SECONDS = 31 * 24 * 30;
const IDLE_GIGABYTES = 2;

/** What is paid whether one device is managed or a thousand, in USD a month: bus, alerts, storage, vault, the least of every container. */
export const FIXED = {
  serviceBus: PRICES.serviceBus.base,
  containers: 10 * PRICES.cosmos.perGigabyteMonth,
  alerts: 6 * 1.5,
  storageAndVault: 2,
  idleFunctions:
    Math.max(0, IDLE_SECONDS * IDLE_GIGABYTES - PRICES.functions.freeGigabyteSeconds) *
    PRICES.functions.perGigabyteSecond,
} as const;
