import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';

/** A kind of reading that lags behind what it shows. */
export type Field = keyof typeof rates.delays;

export type Consistency = 'eventual' | 'strong';

/** When a change of an object (its index) at a moment shows in a field. */
export type VisibleAt = (object: number, field: Field, changedAt: number) => number;

const fields = Object.keys(rates.delays) as Field[];

/** With `strong` everything shows at once, for tests that are about something else. */
export function createVisibility(seed: number, consistency: Consistency): VisibleAt {
  if (consistency === 'strong') return (_object, _field, changedAt) => changedAt;
  return (object, field, changedAt) => {
    const { leastSeconds, mostSeconds } = rates.delays[field];
    const n = fields.indexOf(field) + fields.length * Math.floor(changedAt / 1_000);
    const seconds = leastSeconds + (mostSeconds - leastSeconds) * rnd(seed, object, stream.visibility, n);
    return changedAt + seconds * 1_000;
  };
}
