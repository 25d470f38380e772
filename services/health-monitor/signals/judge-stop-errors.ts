import { NO_BETS, type RunningBet, winningsOf, withDay } from '../../../shared/statistics/bet.ts';
import { ALARM, CLEAN_CHANCE, SIZES } from '../numbers.ts';
import type { HealthSettings } from '../settings/health-settings.ts';
import { chanceOf } from './chance.ts';
import type { AlarmRule, StopCounts } from './fleet-health.ts';
import { isUnderLevel } from './level.ts';
import type { Judgement } from './verdict.ts';

export interface StopJudgement extends Judgement {
  readonly bets: RunningBet;
}

export interface StopEvidence {
  readonly counts: StopCounts;
  /** Devices with a stop error in the last fourteen days. */
  readonly recentDevices: number;
  readonly bets: RunningBet;
}

/**
 * Stop errors are an incident when the running bet has won so much that chance does not explain it, at any size; in larger
 * fleets also when a day under the level is a rare one, and in the largest when a day is under the level at all.
 */
export function judgeStopErrors(evidence: StopEvidence, settings: HealthSettings): StopJudgement {
  const { counts, recentDevices } = evidence;
  const bets = withDay(evidence.bets, counts.fresh, counts.expected);
  const chance = chanceOf(counts.crashed, counts.expected);
  const isBelow = isUnderLevel(counts.crashed, counts.exposure, settings.thresholds['stop-errors']);
  const mayAlarm = recentDevices >= settings.alarm.minDevices;
  const alarm = mayAlarm ? ruleOf(winningsOf(bets) >= settings.alarm.limit, isBelow, chance, counts) : null;
  const isClean = alarm === null && !isBelow && chance >= CLEAN_CHANCE;
  // An alarm ends the bets: what comes after it is judged by itself.
  return { alarm, isClean, bets: alarm === null ? bets : NO_BETS };
}

function ruleOf(hasWon: boolean, isBelow: boolean, chance: number, { exposure, days }: StopCounts): AlarmRule | null {
  const size = exposure / days;
  if (hasWon) return 'running-bet';
  if (isBelow && size >= SIZES.medium && chance < ALARM.rareChance) return 'rare-count';
  if (isBelow && size > SIZES.large) return 'level';
  return null;
}
