import type { Topology } from '../../shared/contracts/events/topology.ts';
import { type Containers, containersOf } from '../../shared/contracts/state/containers.ts';

/** What the desk hears, the watch hears: the topic forwards into the inbox queue of the watch. */
export const sliceTopology: Topology = {
  queues: { 'device-watch': { lockDuration: 'PT1M', maxDeliveryCount: 10 } },
  topics: { 'desk-events': { subscriptions: { 'device-watch': { forwardTo: 'device-watch', maxDeliveryCount: 10 } } } },
};

export const sliceContainers: Containers = containersOf(['device-desk', 'device-watch']);
