/** Limits of the Standard tier, in bytes unless the name says otherwise (learn.microsoft.com: Service Bus quotas). */
export const LIMITS = {
  messageSize: 256 * 1024,
  propertiesSize: 64 * 1024,
  sessionStateSize: 256 * 1024,
  messageIdLength: 128,
  sqlExpressionLength: 1024,
  forwardingHops: 4,
  rulesPerSubscription: 2000,
  /** Messages in one answer; with 256 KB each the answer stays well below what a client can take. */
  peekedMessages: 1000,
  operationsPerTransaction: 100,
  creditsPerSecond: 1000,
  /** What one client may keep the broker from forgetting before it is cut off. */
  frameSize: 64 * 1024,
  incompleteDeliverySize: 4 * 1024 * 1024,
  linksPerConnection: 1000,
  transactionsPerConnection: 1000,
} as const;
