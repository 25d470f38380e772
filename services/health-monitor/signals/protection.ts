import { STATES } from '../numbers.ts';
import { switchedOffBaseline } from './baseline.ts';
import { isReporting, stateCountsOf } from './counts.ts';
import type { FleetHealth, StateCounts } from './fleet-health.ts';
import type { FleetReading } from './fleet-reading.ts';
import { judgeProtection } from './judge-protection.ts';
import { protectionSentence } from './sentences.ts';
import type { Verdict } from './verdict.ts';

/** How far a protection is switched on, by a reading. */
export interface ProtectionRead {
  readonly counts: StateCounts | null;
  readonly verdict: Verdict | undefined;
}

/** What a reading says of the firewall, or of BitLocker, on the devices that report. */
export function protectionIn(
  signal: 'firewall' | 'bitlocker',
  { days }: Pick<FleetHealth, 'days'>,
  { at, before, readings, settings }: FleetReading,
): ProtectionRead {
  const reporting = readings.filter((reading) => isReporting(reading, at));
  const counts = stateCountsOf(signal, before, reporting, at);
  if (!counts) return { counts, verdict: undefined };
  const threshold = settings.thresholds[signal];
  const { rate, isLearning } = switchedOffBaseline(signal, days, at);
  const expectedNewlyOff = STATES.newlyOffDays * rate * counts.known;
  const judgement = judgeProtection({ counts, threshold, expectedNewlyOff });
  const names = reporting.flatMap(({ deviceName, ...reading }) =>
    reading[signal].kind === 'off' && deviceName ? [deviceName] : [],
  );
  const { alarm } = judgement;
  const { off: affected, known } = counts;
  const sentence = protectionSentence({ signal, counts, alarm, threshold, expectedNewlyOff, names });
  return { counts, verdict: { judgement, affected, reporting: known, expected: null, isLearning, sentence } };
}
