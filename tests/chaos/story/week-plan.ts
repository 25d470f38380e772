import fc from 'fast-check';
import type { Step } from '../plan.ts';
import { weather } from '../weather.ts';
import { DAYS } from './hard-week.ts';

const HOURS = 4;
const WAIT = { kind: 'wait', seconds: HOURS * 3600 } as const satisfies Step;

/** The people of the week are quick enough by themselves. */
const theirs = weather.filter(({ kind }) => kind !== 'meanwhile');

/** What the weather brings in a stretch of hours: often nothing. */
const stretch = fc.array(theirs, { maxLength: 2 });
const week = fc.array(stretch, { minLength: (DAYS * 24) / HOURS, maxLength: (DAYS * 24) / HOURS, size: 'max' });

/** The weather of a week under a seed, always the same. */
export function weekOf(seed: number): readonly Step[] {
  const [stretches = []] = fc.sample(fc.noBias(week), { seed, numRuns: 1 });
  return stretches.flatMap((each) => [...each, WAIT]);
}
