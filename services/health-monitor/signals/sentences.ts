import type { HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { CLEAN_READINGS, SIZES } from '../numbers.ts';
import type { AlarmRule, StateCounts, StopCounts } from './fleet-health.ts';

const NAMES = {
  'stop-errors': 'Stop errors',
  firewall: 'the firewall',
  bitlocker: 'BitLocker',
} as const satisfies Record<HealthSignal, string>;

export interface StopFacts {
  readonly counts: StopCounts;
  readonly alarm: AlarmRule | null;
  readonly limit: number;
  readonly threshold: number;
  readonly isLearning: boolean;
}

/** What happened, of how many, what was expected, and how surprising it is. */
export function stopSentence({ counts, alarm, limit, threshold, isLearning }: StopFacts): string {
  const { crashed, exposure, days, expected } = counts;
  const when = days === 1 ? `on ${counts.day}` : `in the ${days} days to ${counts.day}`;
  const found = `Stop errors: ${crashed} of ${devicesText(exposure / days)} ${when}, ${decimal(expected)} expected.`;
  return joined(found, surpriseOf(alarm, limit, threshold), isLearning && LEARNING);
}

function surpriseOf(alarm: AlarmRule | null, limit: number, threshold: number): string | false {
  switch (alarm) {
    case 'running-bet':
      return `An alarm like this comes falsely less than once in ${Math.floor(limit / 365)} years for a tenant.`;
    case 'rare-count':
      return 'Without a fault, such a day comes less than once in 10,000.';
    case 'level':
      return `Fewer than ${percent(threshold)} were free of them.`;
    case 'surely-below':
    case 'newly-off':
    case null:
      return false;
  }
}

const LEARNING = 'The history of this tenant is still short: rates of other fleets stand in.';

export const NO_STOP_DATA = 'Endpoint analytics shows no device, so nothing is known of stop errors.';

export interface ProtectionFacts {
  readonly signal: 'firewall' | 'bitlocker';
  readonly counts: StateCounts;
  readonly alarm: AlarmRule | null;
  readonly threshold: number;
  readonly expectedNewlyOff: number;
  /** Of devices that have it off. */
  readonly names: readonly string[];
}

/** Few devices are named; of many the share is told. */
export function protectionSentence(facts: ProtectionFacts): string {
  const { signal, counts, alarm, names } = facts;
  const { known, off } = counts;
  if (off === 0) return `All ${devicesText(known)} have ${NAMES[signal]} on.`;
  const listed = off <= NAMED && names.length === off ? `: ${names.join(', ')}` : '';
  const have = off === 1 ? 'has' : 'have';
  return joined(`${off} of ${devicesText(known)} ${have} ${NAMES[signal]} off${listed}.`, meaningOf(alarm, facts));
}

const NAMED = 3;

function meaningOf(alarm: AlarmRule | null, { counts, threshold, expectedNewlyOff }: ProtectionFacts): string | false {
  const { known, off, newlyOff } = counts;
  switch (alarm) {
    case 'surely-below':
      return `Were the level of ${percent(threshold)} met, so many would be seen in less than 1 of 100 readings.`;
    case 'newly-off':
      return `${newlyOff} of them since the last seven days, ${decimal(expectedNewlyOff)} expected.`;
    case 'level':
      return `${percent(1 - off / known)} have it on; ${percent(threshold)} are asked for.`;
    case 'running-bet':
    case 'rare-count':
    case null:
      if (1 - off / known >= threshold) return false;
      return known < SIZES.small
        ? `No incident: at ${known} devices one device is ${percent(1 / known)}.`
        : `That is under the level of ${percent(threshold)}, as far as chance may take a fleet of this size.`;
  }
}

/** When an incident closes. */
export const RECOVERY =
  `It closes after ${CLEAN_READINGS} daily readings in a row that raise no alarm and are not under the level` +
  ' (for stop errors: nor more than chance explains in one of twenty days).';

const devicesText = (count: number): string => `${Math.round(count)} ${Math.round(count) === 1 ? 'device' : 'devices'}`;

/** Two digits that count. */
const decimal = (value: number): string =>
  value >= 10 ? String(Math.round(value)) : value.toFixed(value >= 1 ? 1 : 2);

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

const joined = (...parts: readonly (string | false)[]): string => parts.filter(Boolean).join(' ');
