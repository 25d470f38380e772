/** An ISO 8601 duration, as Azure Resource Manager writes it. */
export type Duration = `P${string}`;

/** Settings of a queue or subscription, under the names that Azure Resource Manager gives them. */
export interface ReceivingEntity {
  readonly lockDuration?: Duration;
  readonly maxDeliveryCount?: number;
  readonly requiresSession?: boolean;
  readonly defaultMessageTimeToLive?: Duration;
  readonly deadLetteringOnMessageExpiration?: boolean;
  readonly forwardTo?: string;
  readonly forwardDeadLetteredMessagesTo?: string;
}

/** What sending to a queue or topic checks. */
export interface SendingEntity {
  readonly requiresDuplicateDetection?: boolean;
  readonly duplicateDetectionHistoryTimeWindow?: Duration;
  readonly maxSizeInMegabytes?: number;
}

export interface QueueSettings extends ReceivingEntity, SendingEntity {}

/** A rule lets a message through; with no rule of its own a subscription has `$Default`, which lets everything through. */
export type RuleFilter =
  | { readonly sqlExpression: string }
  | {
      readonly correlation: {
        readonly subject?: string;
        readonly properties?: Readonly<Record<string, string>>;
      };
    };

export interface RuleSettings {
  readonly filter: RuleFilter;
  /** An SQL action, such as `SET priority = 1`. */
  readonly action?: string;
}

export interface SubscriptionSettings extends ReceivingEntity {
  readonly rules?: Readonly<Record<string, RuleSettings>>;
}

export interface TopicSettings extends SendingEntity {
  readonly defaultMessageTimeToLive?: Duration;
  readonly subscriptions: Readonly<Record<string, SubscriptionSettings>>;
}

/** The entities of one Service Bus namespace. */
export interface Topology {
  readonly queues: Readonly<Record<string, QueueSettings>>;
  readonly topics: Readonly<Record<string, TopicSettings>>;
}

/** The five services, by the names that folders, queues, containers and routes carry. */
export const SERVICES = [
  'device-registration',
  'update-orchestrator',
  'health-monitor',
  'ticket-router',
  'security-alert-responder',
] as const;

export type ServiceName = (typeof SERVICES)[number];

/** The topic on which each service tells what happened. */
export const TOPIC_OF = {
  'device-registration': 'device-events',
  'update-orchestrator': 'update-events',
  'health-monitor': 'health-events',
  'ticket-router': 'ticket-events',
  'security-alert-responder': 'security-events',
} as const satisfies Record<ServiceName, string>;

const inbox = {
  // The trigger renews no locks inside its loop: a batch has this long.
  lockDuration: 'PT5M',
  maxDeliveryCount: 10,
  defaultMessageTimeToLive: 'P14D',
  deadLetteringOnMessageExpiration: true,
  requiresDuplicateDetection: true,
  duplicateDetectionHistoryTimeWindow: 'P1D',
  maxSizeInMegabytes: 5120,
} as const satisfies QueueSettings;

const topic = {
  defaultMessageTimeToLive: 'P14D',
  requiresDuplicateDetection: true,
  duplicateDetectionHistoryTimeWindow: 'P1D',
  maxSizeInMegabytes: 5120,
} as const;

/** Each subscription forwards into the inbox queue of the service it is named after. */
function subscribers(publisher: ServiceName): Record<string, SubscriptionSettings> {
  const others = SERVICES.filter((service) => service !== publisher);
  return Object.fromEntries(
    others.map((service) => [
      service,
      {
        forwardTo: service,
        maxDeliveryCount: 10,
        lockDuration: 'PT1M',
        defaultMessageTimeToLive: 'P14D',
      },
    ]),
  );
}

/** The one description of the bus: the local broker reads it, and the Bicep is compared with it. */
export const topology: Topology = {
  queues: Object.fromEntries(SERVICES.map((service) => [service, inbox])),
  topics: Object.fromEntries(
    SERVICES.map((service) => [TOPIC_OF[service], { ...topic, subscriptions: subscribers(service) }]),
  ),
};
