import { describe, expect, test } from 'vitest';
import { topology as ours, type Topology } from '../../../shared/contracts/events/topology.ts';
import { milliseconds } from './duration.ts';
import { readTopology } from './topology.ts';

describe('A topology', () => {
  test('of the product is one that the service would take', () => {
    const { queues, topics } = readTopology(ours);
    expect(queues.length).toBeGreaterThan(0);
    expect(topics.length).toBeGreaterThan(0);
  });

  test("takes the service's defaults", () => {
    expect(readTopology({ queues: { q: {} }, topics: {} }).queues[0]).toEqual({
      path: 'q',
      lockDuration: 60_000,
      maxDeliveryCount: 10,
      defaultTimeToLive: Number.POSITIVE_INFINITY,
      requiresSession: false,
      deadLetterOnExpiration: false,
      forwardTo: undefined,
      forwardDeadLetteredMessagesTo: undefined,
      duplicateDetectionWindow: undefined,
      maxSize: 1024 ** 3,
    });
  });

  test("hands a topic's time to live down to its subscriptions", () => {
    const topics = {
      t: { defaultMessageTimeToLive: 'PT1H', subscriptions: { s: {}, own: { defaultMessageTimeToLive: 'PT1M' } } },
    } as const;
    const { subscriptions } = readTopology({ queues: {}, topics }).topics[0] ?? {};
    expect(subscriptions?.map(({ defaultTimeToLive }) => defaultTimeToLive)).toEqual([3_600_000, 60_000]);
  });

  test.each<[string, Topology, RegExp]>([
    [
      'a lock that is too short',
      { queues: { q: { lockDuration: 'PT4S' } }, topics: {} },
      /lockDuration of 'q' is 4000/,
    ],
    ['a lock that is too long', { queues: { q: { lockDuration: 'PT6M' } }, topics: {} }, /lockDuration/],
    ['no delivery at all', { queues: { q: { maxDeliveryCount: 0 } }, topics: {} }, /maxDeliveryCount/],
    [
      'a window over seven days',
      { queues: { q: { duplicateDetectionHistoryTimeWindow: 'P8D' } }, topics: {} },
      /TimeWindow/,
    ],
    ['a duration in months', { queues: { q: { lockDuration: 'P1M' } }, topics: {} }, /'P1M'/],
    ['a duration that is none', { queues: { q: { lockDuration: 'Psoon' } }, topics: {} }, /'Psoon'/],
    ['an odd name', { queues: { 'a b': {} }, topics: {} }, /'a b'/],
    ['one name twice', { queues: { a: {} }, topics: { A: { subscriptions: {} } } }, /more than one/],
    ['a target that is not there', { queues: { q: { forwardTo: 'x' } }, topics: {} }, /'q' forwards to 'x'/],
    ['a queue that forwards to itself', { queues: { q: { forwardTo: 'Q' } }, topics: {} }, /circle: q -> q/],
    [
      'a circle through a topic',
      { queues: { q: { forwardTo: 't' } }, topics: { t: { subscriptions: { s: { forwardTo: 'q' } } } } },
      /circle/,
    ],
  ])('with %s is refused', (_, topology, reason) => {
    expect(() => readTopology(topology)).toThrow(reason);
  });

  test('may have short locks where a test asks for them', () => {
    const topology: Topology = { queues: { q: { lockDuration: 'PT0.1S' } }, topics: {} };
    expect(readTopology(topology, { allowShortLocks: true }).queues[0]?.lockDuration).toBe(100);
  });
});

test.each([
  ['PT1M', 60_000],
  ['P14D', 14 * 86_400_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['P10675199DT2H48M5.4775807S', Number.POSITIVE_INFINITY],
] as const)('%s is %d milliseconds', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});
