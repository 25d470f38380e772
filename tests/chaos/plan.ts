import fc from 'fast-check';
import { type Command, command } from './load.ts';
import { type Weather, weather } from './weather.ts';

/** One thing that happens; all of a run is data, so that it can be told, repeated and cut short. */
export type Step =
  | { readonly kind: 'call'; readonly command: Command; readonly times: number }
  /** A caller comes back with a call of before, under the same Idempotency-Key. */
  | { readonly kind: 'call again'; readonly nth: number }
  /** Everything that is due is done. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** Nothing goes wrong any more until all is quiet. */
  | { readonly kind: 'calm' }
  | Weather;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant('call'), command, times: fc.constantFrom(1, 1, 1, 2) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('call again'), nth: fc.nat(20) }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'settle' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'calm' }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(1, 10, 200) }) },
  { weight: 9, arbitrary: weather },
);

/** Every run begins with a fleet of customers, so that there is something to spoil. */
const enrolments: readonly Step[] = [0, 1].map((tenant) => ({
  kind: 'call',
  times: 1,
  command: { kind: 'enrol', tenant, caller: 'platform' },
}));

const plan = fc.array(step, { minLength: 12, maxLength: 32, size: 'max' });

/** What happens under a seed, always the same. */
export function planOf(seed: number): readonly Step[] {
  const [steps = []] = fc.sample(fc.noBias(plan), { seed, numRuns: 1 });
  return [...enrolments, ...steps];
}
