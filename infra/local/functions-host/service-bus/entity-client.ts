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

/** The next session that nobody holds; undefined when none came while the service waited. */
export async function acceptSession(
  client: ServiceBusClient,
  entity: Entity,
  renewal: LockRenewal,
): Promise<ServiceBusSessionReceiver | undefined> {
  const options = { ...renewal, skipParsingBodyAsJson: true };
  try {
    return await (entity.kind === 'queue'
      ? client.acceptNextSession(entity.queueName, options)
      : client.acceptNextSession(entity.topicName, entity.subscriptionName, options));
  } catch (error) {
    if (isNoSession(error)) return undefined;
    throw error;
  }
}

function isNoSession(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 'ServiceTimeout' || code === 'SessionCannotBeLocked';
}
