import { bet } from '../../../shared/statistics/bet.ts';
import { LEVEL_DEVICES, SIZES, STATES } from '../numbers.ts';
import { chanceOf } from './chance.ts';
import type { AlarmRule, StateCounts } from './fleet-health.ts';
import { isUnderLevel } from './level.ts';
import type { Judgement } from './verdict.ts';

export interface ProtectionEvidence {
  readonly counts: StateCounts;
  readonly threshold: number;
  /** Devices that were to be expected to be newly off. */
  readonly expectedNewlyOff: number;
}

/**
 * A protection that is off is a true state of a device, not noise: it is told of each device. It is an incident of the
 * tenant when the level is surely missed, when many switched it off of late, or, in a large fleet, when the level is missed.
 */
export function judgeProtection(evidence: ProtectionEvidence): Judgement {
  const alarm = ruleOf(evidence);
  return { alarm, isClean: alarm === null && !isBelow(evidence) };
}

const isBelow = ({ counts: { known, off }, threshold }: ProtectionEvidence): boolean =>
  isUnderLevel(off, known, threshold);

function ruleOf(evidence: ProtectionEvidence): AlarmRule | null {
  const { counts, threshold, expectedNewlyOff } = evidence;
  const { known, off, newlyOff } = counts;
  const manyAreNew = newlyOff >= STATES.newlyOffDevices;
  if (known < SIZES.small) return manyAreNew ? 'newly-off' : null;
  const isSure = chanceOf(off, (1 - threshold) * known) < STATES.surelyBelowChance;
  if (isSure && off >= LEVEL_DEVICES) return 'surely-below';
  if (manyAreNew && bet(newlyOff, expectedNewlyOff) >= STATES.newlyOffLimit) return 'newly-off';
  return known > SIZES.large && isBelow(evidence) ? 'level' : null;
}
