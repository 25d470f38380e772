import * as z from 'zod';
import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { NO_BETS } from '../../../shared/statistics/bet.ts';

const moment = z.iso.datetime();
const count = z.int().min(0);

/** How many of the devices that reported have a protection switched off. */
const stateCounts = z.object({
  /** Devices of which it is known. */
  known: count,
  off: count,
  /** Those that the reading before saw on. */
  switchedOff: count,
  /** Those that are off since a reading of the last seven days. */
  newlyOff: count,
});

export type StateCounts = z.infer<typeof stateCounts>;

/** Stop errors of the days that became known with one reading. */
const stopCounts = z.object({
  /** The last of the days. */
  day: z.iso.date(),
  days: z.int().min(1),
  /** Device-days online. */
  exposure: z.number().min(0),
  /** Devices with a stop error. */
  crashed: count,
  /** Those that had none in the fourteen days before. */
  fresh: count,
  expected: z.number().min(0),
});

export type StopCounts = z.infer<typeof stopCounts>;

/** What one reading found. Null is what it could not tell. */
const dayOfHealth = z.object({
  day: z.iso.date(),
  devices: count,
  /** Devices that checked in during the 24 hours before. */
  reporting: count,
  /** Those of them that were updated less than three days ago. */
  updated: count,
  stops: stopCounts.nullable(),
  firewall: stateCounts.nullable(),
  bitlocker: stateCounts.nullable(),
  /** Whether stop errors were an incident: such days are no yardstick. */
  isTroubled: z.boolean(),
});

export type DayOfHealth = z.infer<typeof dayOfHealth>;

const quietEpisode = z.object({
  kind: z.literal('quiet'),
  /** The incident before, so that it is surely closed. */
  last: z.object({ incidentId: z.string(), closedAt: moment }).nullable(),
});

const openEpisode = z.object({
  kind: z.literal('open'),
  incidentId: z.string(),
  since: moment,
  cleanReadings: count,
});

/** Whether a signal is an incident at present. */
const episode = z.discriminatedUnion('kind', [quietEpisode, openEpisode]);

export type Episode = z.infer<typeof episode>;

export const ALARM_RULES = ['running-bet', 'rare-count', 'level', 'surely-below', 'newly-off'] as const;

export type AlarmRule = (typeof ALARM_RULES)[number];

/** A signal after the last reading that told of it. */
const signalState = z.object({
  episode,
  affected: count,
  reporting: count,
  expected: z.number().min(0).nullable(),
  unhealthyDevices: count,
  isLearning: z.boolean(),
  alarm: z.enum(ALARM_RULES).nullable(),
  sentence: z.string(),
});

export type SignalState = z.infer<typeof signalState>;

/** The health of a tenant's fleet: what the next reading is compared with. */
export const fleetHealth = z.object({
  readAt: moment,
  /** Stop errors are known until then; null while nobody tells of any. */
  dataUntil: moment.nullable(),
  packs: z.int().min(1),
  bets: z.array(z.number().min(0)),
  /** The oldest first. */
  days: z.array(dayOfHealth),
  signals: z.record(z.enum(HEALTH_SIGNALS), signalState),
});

export type FleetHealth = z.infer<typeof fleetHealth>;

const UNREAD: SignalState = {
  episode: { kind: 'quiet', last: null },
  affected: 0,
  reporting: 0,
  expected: null,
  unhealthyDevices: 0,
  isLearning: true,
  alarm: null,
  sentence: 'Nothing has been read yet.',
};

/** What is known before the first reading. */
export const NOTHING_READ: Omit<FleetHealth, 'readAt'> = {
  dataUntil: null,
  packs: 1,
  bets: [...NO_BETS],
  days: [],
  signals: { 'stop-errors': UNREAD, firewall: UNREAD, bitlocker: UNREAD } satisfies Record<HealthSignal, SignalState>,
};
