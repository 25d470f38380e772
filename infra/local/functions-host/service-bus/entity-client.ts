import type { ServiceBusClient, ServiceBusReceiver, ServiceBusSessionReceiver } from '@azure/service-bus';
import type { Entity } from '../bindings/service-bus.ts';

/** Milliseconds for which the SDK renews a lock by itself; 0: never. */
interface LockRenewal {
  readonly maxAutoLockRenewalDurationInMs: number;
}

/** A receiver of a queue or subscription. Bodies stay bytes: the host's own rules say what becomes of them. */
export function openReceiver(client: ServiceBusClient, entity: Entity, renewal: LockRenewal): ServiceBusReceiver {
  const options = { ...renewal, skipParsingBodyAsJson: true };
  return entity.kind === 'queue'
    ? client.createReceiver(entity.queueName, options)
    : client.createReceiver(entity.topicName, entity.subscriptionName, options);
}

/** The next session that nobody holds. Rejects with code `ServiceTimeout` when there is none. */
export function acceptSession(
  client: ServiceBusClient,
  entity: Entity,
  renewal: LockRenewal & { readonly abortSignal?: AbortSignal },
): Promise<ServiceBusSessionReceiver> {
  const options = { ...renewal, skipParsingBodyAsJson: true };
  return entity.kind === 'queue'
    ? client.acceptNextSession(entity.queueName, options)
    : client.acceptNextSession(entity.topicName, entity.subscriptionName, options);
}

/** Whether accepting failed for want of a session alone. */
export function isNoSession(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 'ServiceTimeout' || code === 'SessionCannotBeLocked';
}
