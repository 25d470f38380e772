import type { HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { CLEAN_READINGS } from '../numbers.ts';
import type { Episode } from './fleet-health.ts';
import type { Judgement } from './verdict.ts';

/**
 * An incident lasts from the first alarm to the third clean reading in a row: a signal that hovers around its level is one
 * incident, not ten. `at` is the moment of the reading; without a judgement everything stays as it is.
 */
export function episodeAfter(
  before: Episode,
  judgement: Judgement | undefined,
  { signal, at }: { readonly signal: HealthSignal; readonly at: string },
): Episode {
  if (!judgement) return before;
  switch (before.kind) {
    case 'quiet':
      if (judgement.alarm === null) return before;
      return { kind: 'open', incidentId: incidentIdOf(signal, at), since: at, cleanReadings: 0 };
    case 'open': {
      const cleanReadings = judgement.isClean ? before.cleanReadings + 1 : 0;
      if (cleanReadings < CLEAN_READINGS) return { ...before, cleanReadings };
      return { kind: 'quiet', last: { incidentId: before.incidentId, closedAt: at } };
    }
  }
}

/** One for each signal and episode; a fleet is read once a day. */
const incidentIdOf = (signal: HealthSignal, at: string): string => `${signal}-${at.slice(0, 10)}`;
