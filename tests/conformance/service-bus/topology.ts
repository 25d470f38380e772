import type { QueueSettings, Topology } from '../../../shared/contracts/events/topology.ts';

const receiving = { lockDuration: 'PT5S', maxDeliveryCount: 3 } as const satisfies QueueSettings;
const detecting = {
  requiresDuplicateDetection: true,
  duplicateDetectionHistoryTimeWindow: 'PT1M',
} as const satisfies QueueSettings;

/** The entities that the checks use. A real namespace needs the same ones; every check leaves its entities empty. */
export const serviceBusConformanceTopology: Topology = {
  queues: {
    q1: receiving,
    q2: receiving,
    sq: { ...receiving, maxDeliveryCount: 10, requiresSession: true },
    dq: { ...receiving, ...detecting },
    xq: { ...receiving, deadLetteringOnMessageExpiration: true },
    fq: { ...receiving, forwardTo: 'q1' },
    'default-ttl': { ...receiving, defaultMessageTimeToLive: 'PT1S' },
    'dead-letter-target': receiving,
    'dead-letter-source': { ...receiving, forwardDeadLetteredMessagesTo: 'dead-letter-target' },
    'hop-1': { ...receiving, forwardTo: 'hop-2' },
    'hop-2': { ...receiving, forwardTo: 'hop-3' },
    'hop-3': { ...receiving, forwardTo: 'hop-4' },
    'hop-4': { ...receiving, forwardTo: 'hop-5' },
    'hop-5': { ...receiving, forwardTo: 'hop-6' },
    'hop-6': receiving,
    'topic-target': receiving,
  },
  topics: {
    t1: { subscriptions: { all: receiving, rules: receiving } },
    dt: { ...detecting, subscriptions: { s: receiving } },
    filters: {
      subscriptions: {
        sql: { ...receiving, rules: { priority: { filter: { sqlExpression: "sys.label = 'red' AND priority > 3" } } } },
        correlation: {
          ...receiving,
          rules: { blue: { filter: { correlation: { subject: 'blue', properties: { Size: 'small' } } } } },
        },
        actions: {
          ...receiving,
          rules: {
            plain: { filter: { sqlExpression: "sys.label = 'act'" } },
            marked: { filter: { sqlExpression: "sys.label = 'act'" }, action: 'SET mark = 5; REMOVE secret' },
          },
        },
        changing: receiving,
      },
    },
    forwarding: { subscriptions: { s: { ...receiving, forwardTo: 'topic-target' } } },
    sessions: { subscriptions: { s: { ...receiving, requiresSession: true } } },
  },
};
