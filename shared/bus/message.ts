import type { ServiceBusMessage } from '@azure/service-bus';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import type { Copy } from './bus.ts';

/** An event as it is published: the same event is the same message, so that a second publication is dropped. */
export function messageOf(event: CloudEvent): ServiceBusMessage {
  return {
    body: event,
    messageId: event.id,
    contentType: 'application/cloudevents+json',
    subject: event.subject,
    correlationId: event.correlationid,
    applicationProperties: { type: event.type, tenantId: event.tenantid },
  };
}

/** A copy for the own inbox queue. */
export function copyMessageOf({ event, messageId, attempt, at }: Copy): ServiceBusMessage {
  const message = messageOf(event);
  return {
    ...message,
    messageId,
    applicationProperties: { ...message.applicationProperties, attempt },
    ...(at !== undefined && { scheduledEnqueueTimeUtc: new Date(at) }),
  };
}

/** How often a message has failed already, by its application properties; nonsense counts as never. */
export function attemptOf(applicationProperties: unknown): number {
  const properties: { readonly attempt?: unknown } = Object(applicationProperties);
  const { attempt } = properties;
  return typeof attempt === 'number' && Number.isInteger(attempt) && attempt > 0 ? attempt : 0;
}
