import type { RunningBet } from '../../../shared/statistics/bet.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { ALARM } from '../numbers.ts';
import { stopBaseline } from './baseline.ts';
import { type Crashed, crashedSince, stopCountsOf } from './counts.ts';
import type { FleetHealth, StopCounts } from './fleet-health.ts';
import type { FleetReading } from './fleet-reading.ts';
import { judgeStopErrors } from './judge-stop-errors.ts';
import { stopSentence } from './sentences.ts';
import type { Verdict } from './verdict.ts';

/** Stop errors that have become known with a reading. */
export interface StopErrorsRead {
  readonly crashed: readonly Crashed[];
  readonly counts: StopCounts | null;
  readonly bets: RunningBet;
  readonly verdict: Verdict | undefined;
}

type Known = Pick<FleetHealth, 'dataUntil' | 'days' | 'bets' | 'signals'>;

/**
 * What a reading says of stop errors. The first tells what there is, not what is new; and the devices that were online on
 * the days that have become known were counted by the reading before.
 */
export function stopErrorsIn(known: Known, reading: FleetReading): StopErrorsRead {
  const { at, until, before, readings, settings } = reading;
  const from = known.dataUntil === null ? undefined : Date.parse(known.dataUntil);
  const dayBefore = known.days.at(-1);
  if (until === undefined || from === undefined || !dayBefore)
    return { crashed: [], counts: null, bets: known.bets, verdict: undefined };
  const crashed = crashedSince(before, readings, from);
  const { rate, isLearning } = stopBaseline(known.days, at);
  const counts = stopCountsOf(crashed, dayBefore, { from, until }, rate);
  if (!counts) return { crashed, counts, bets: known.bets, verdict: undefined };
  const recentDevices = readings.filter(({ stops }) => stops.some((stop) => Date.parse(stop.at) > until - RECENT_MS));
  const evidence = { counts, bets: known.bets, recentDevices: recentDevices.length };
  const { bets, ...judgement } = judgeStopErrors(evidence, settings);
  const { alarm } = judgement;
  const threshold = settings.thresholds['stop-errors'];
  const verdict: Verdict = {
    judgement,
    affected: counts.crashed,
    reporting: Math.round(counts.exposure / counts.days),
    expected: counts.expected,
    isLearning,
    sentence: stopSentence({ counts, alarm, limit: settings.alarm.limit, threshold, isLearning }),
  };
  return { crashed, counts, bets, verdict };
}

const RECENT_MS = ALARM.daysOfDevices * DAY_MS;
