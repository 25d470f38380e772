import fc from 'fast-check';
import type { Step } from '../plan.ts';
import { weather } from '../weather.ts';
import { HOURS } from './hard-days.ts';

const STRETCH_HOURS = 2;
const WAIT = { kind: 'wait', seconds: STRETCH_HOURS * 3600 } as const satisfies Step;

/** The people of the days are quick enough by themselves. */
const theirs = weather.filter(({ kind }) => kind !== 'meanwhile');

/** What the weather brings in a stretch of hours: often nothing. */
const stretch = fc.array(theirs, { maxLength: 3 });
const STRETCHES = HOURS / STRETCH_HOURS;
const days = fc.array(stretch, { minLength: STRETCHES, maxLength: STRETCHES, size: 'max' });

/** The weather of the days under a seed, always the same. */
export function weatherOf(seed: number): readonly Step[] {
  const [stretches = []] = fc.sample(fc.noBias(days), { seed, numRuns: 1 });
  return stretches.flatMap((each) => [...each, WAIT]);
}
