import { ServiceBusError } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Message } from './message.ts';

/** Refuses a message that the service would not take from a sender. */
export function assertAcceptable(message: Message, needsSession: boolean): void {
  if (message.id.length > LIMITS.messageIdLength)
    throw new ServiceBusError(
      'com.microsoft:argument-error',
      `The message id is longer than ${LIMITS.messageIdLength} characters.`,
    );
  if (message.bare.length > LIMITS.messageSize)
    throw new ServiceBusError(
      'amqp:link:message-size-exceeded',
      `The received message (${message.bare.length} bytes) exceeds the limit (${LIMITS.messageSize} bytes) currently allowed on the link.`,
    );
  if (needsSession && message.sessionId === undefined)
    throw new ServiceBusError(
      'amqp:not-allowed',
      'The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have session support enabled can only receive messages that have the SessionId set to a valid value.',
    );
}
