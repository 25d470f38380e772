import type { Topology } from '../../../shared/contracts/events/topology.ts';

const watched = { lockDuration: 'PT1M', maxDeliveryCount: 2000 } as const;

/** What is sent to the topic stays in `kept`; `worked` is what the receiver completes from. */
export const topology: Topology = {
  queues: {},
  topics: { load: { subscriptions: { kept: watched, worked: watched } } },
};
