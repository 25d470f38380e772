import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServiceBus, startServiceBus } from '../../../infra/local/service-bus/broker.ts';
import type { QueueSettings, SubscriptionSettings, Topology } from '../../../shared/contracts/events/topology.ts';
import { serviceBusChecks, serviceBusConformanceTopology } from './index.ts';

/** Short enough to wait for, long enough not to be lost on a busy machine. */
const LOCK_DURATION_MS = 1_500;

let bus: ServiceBus;
beforeAll(async () => {
  bus = await startServiceBus({ topology: withShortLocks(serviceBusConformanceTopology), allowShortLocks: true });
});
afterAll(() => bus.close());

for (const group of new Set(serviceBusChecks.map((check) => check.group)))
  describe(group, () => {
    for (const check of serviceBusChecks.filter((candidate) => candidate.group === group))
      test(check.name, async () => {
        await check.run({ connectionString: bus.connectionString, lockDuration: LOCK_DURATION_MS });
      });
  });

test('no check leaves a message behind', () => {
  expect(bus.entities.filter((path) => Object.values(bus.count(path)).some((count) => count > 0))).toEqual([]);
});

test('the names of the checks are unique', () => {
  const names = serviceBusChecks.map(({ group, name }) => `${group}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});

function withShortLocks({ queues, topics }: Topology): Topology {
  const shortened = <T extends QueueSettings | SubscriptionSettings>(entities: Readonly<Record<string, T>>) =>
    Object.fromEntries(
      Object.entries(entities).map(([name, settings]) => [
        name,
        { ...settings, lockDuration: `PT${LOCK_DURATION_MS / 1000}S` as const },
      ]),
    );
  return {
    queues: shortened(queues),
    topics: Object.fromEntries(
      Object.entries(topics).map(([name, topic]) => [
        name,
        { ...topic, subscriptions: shortened(topic.subscriptions) },
      ]),
    ),
  };
}
