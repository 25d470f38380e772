/** The error conditions that Service Bus puts on the wire, of AMQP and of its own. */
export type Condition =
  | 'amqp:decode-error'
  | 'amqp:internal-error'
  | 'amqp:link:message-size-exceeded'
  | 'amqp:not-allowed'
  | 'amqp:not-found'
  | 'amqp:not-implemented'
  | 'amqp:resource-limit-exceeded'
  | 'amqp:transaction:rollback'
  | 'amqp:transaction:unknown-id'
  | 'amqp:unauthorized-access'
  | 'com.microsoft:argument-error'
  | 'com.microsoft:entity-already-exists'
  | 'com.microsoft:entity-disabled'
  | 'com.microsoft:message-lock-lost'
  | 'com.microsoft:message-not-found'
  | 'com.microsoft:resource-limit-exceeded'
  | 'com.microsoft:server-busy'
  | 'com.microsoft:session-cannot-be-locked'
  | 'com.microsoft:session-lock-lost'
  | 'com.microsoft:timeout';

/** A refusal, as it reaches the client: `condition` is the stable code, the message is the description. */
export class ServiceBusError extends Error {
  readonly condition: Condition;

  constructor(condition: Condition, description: string) {
    super(description);
    this.name = 'ServiceBusError';
    this.condition = condition;
  }
}

/** What is not a refusal of ours is a fault of the broker, and is told to the client as one. */
export function asServiceBusError(error: unknown): ServiceBusError {
  if (error instanceof ServiceBusError) return error;
  return new ServiceBusError('amqp:internal-error', error instanceof Error ? error.message : String(error));
}

export const entityNotFound = (path: string) =>
  new ServiceBusError('amqp:not-found', `The messaging entity '${path}' could not be found.`);

export const messageLockLost = () =>
  new ServiceBusError(
    'com.microsoft:message-lock-lost',
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
  );

export const sessionLockLost = (sessionId: string) =>
  new ServiceBusError(
    'com.microsoft:session-lock-lost',
    `The lock on the session '${sessionId}' has expired. Accept a new session.`,
  );

export const entityFull = (path: string) =>
  new ServiceBusError(
    'com.microsoft:resource-limit-exceeded',
    `The maximum entity size has been reached or exceeded for '${path}'.`,
  );

export const messageNotFound = (sequenceNumber: number) =>
  new ServiceBusError(
    'com.microsoft:message-not-found',
    `Failed to find the message with the sequence number ${sequenceNumber} in the expected state.`,
  );
