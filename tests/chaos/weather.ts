import fc from 'fast-check';
import type { Fault as CosmosFault } from '../../infra/local/cosmos/faults.ts';
import type { Fault as BusFault } from '../../infra/local/service-bus/faults.ts';
import { SERVICES, type ServiceName, TOPIC_OF } from '../../shared/contracts/events/topology.ts';
import { type Command, command } from './load.ts';

/** The moments between two steps of the product at which something may come between. */
const MOMENTS = [
  'before-commit',
  'after-commit',
  'before-publish',
  'after-publish',
  'before-rows',
  'before-vector',
  'before-seal',
  'before-retry-copy',
  'before-dead-letter',
  'before-settle',
] as const;

export type Moment = (typeof MOMENTS)[number];

/** What the callers have no part in. */
export type Weather =
  /** The service that comes to the moment for the nth time from now on dies there. */
  | { readonly kind: 'crash'; readonly moment: Moment; readonly nth: number }
  /** At that moment somebody else is quicker. */
  | { readonly kind: 'meanwhile'; readonly moment: Moment; readonly nth: number; readonly command: Command }
  | { readonly kind: 'restart'; readonly service: ServiceName }
  | { readonly kind: 'database'; readonly fault: CosmosFault }
  | { readonly kind: 'bus'; readonly fault: BusFault }
  /** The nth event so far is brought to a service once more, though it was there before. */
  | { readonly kind: 'deliver again'; readonly service: ServiceName; readonly nth: number; readonly seconds: number }
  /** What waits for a service comes later, and in another order. */
  | { readonly kind: 'hold back'; readonly service: ServiceName; readonly seconds: number };

const service = fc.constantFrom(...SERVICES);
/** One publishes and the others only listen, so half of the weather is over that one, and half of the rest over one of them. */
const likelyService = fc.constantFrom<ServiceName>(
  ...(['device-registration', 'device-registration', 'health-monitor'] as const),
  ...SERVICES.slice(1),
);
const moment = fc.constantFrom(...MOMENTS);
const nth = fc.integer({ min: 1, max: 4 });
const seconds = fc.constantFrom(0, 1, 5, 60);

const databaseFault: fc.Arbitrary<CosmosFault> = fc.record({
  container: likelyService,
  method: fc.constantFrom('POST', 'POST', 'GET'),
  times: fc.constantFrom(1, 1, 2, 3),
  // Sooner or later every kind of document is hit; aimed at one, it is hit for certain.
  match: fc.constantFrom('docs', 'docs', '"kind":"state"', '"kind":"rows"', '"kind":"seal"'),
  effect: fc.constantFrom<CosmosFault['effect']>(
    { kind: 'lose-answer' },
    { kind: 'lose-answer' },
    { kind: 'drop-connection' },
    { kind: 'refuse', status: 409 },
    { kind: 'refuse', status: 412 },
    { kind: 'refuse', status: 429, substatus: 3200, retryAfterInMs: 1 },
    { kind: 'refuse', status: 449, retryAfterInMs: 1 },
    { kind: 'refuse', status: 503 },
  ),
});

const busFault: fc.Arbitrary<BusFault> = fc.oneof(
  fc
    .record({
      on: fc.constant('send' as const),
      entity: fc.oneof(fc.constant(TOPIC_OF['device-registration']), service),
      // Once, the client repeats it; so often, it gives up.
      times: fc.constantFrom(1, 8),
      effect: fc.constantFrom<BusFault['effect']>({ kind: 'server-busy' }, { kind: 'drop-connection' }),
    })
    // Each dropped connection costs the client five seconds of the wall.
    .map((fault) => (fault.effect.kind === 'drop-connection' ? { ...fault, times: 1 } : fault)),
  fc.record({
    on: fc.constant('settle' as const),
    entity: service,
    effect: fc.constantFrom<BusFault['effect']>({ kind: 'lock-lost' }, { kind: 'drop-connection' }),
  }),
);

export const weather: fc.Arbitrary<Weather> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash'), moment, nth }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('meanwhile'), moment, nth: fc.constant(1), command }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart'), service }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('database'), fault: databaseFault }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bus'), fault: busFault }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deliver again'), service, nth: fc.nat(20), seconds }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hold back'), service, seconds }) },
);
