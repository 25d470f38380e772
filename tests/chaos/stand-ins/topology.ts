import type { Topology } from '../../../shared/contracts/events/topology.ts';

const watched = { lockDuration: 'PT1M', maxDeliveryCount: 2000 } as const;

export const topology: Topology = {
  queues: { work: watched },
  // What is sent to the topic stays in `kept`; `worked` is what a receiver completes from.
  topics: { load: { subscriptions: { kept: watched, worked: watched } } },
};
