import { z } from 'zod';
import { type Connection, resolveConnection } from './connection.ts';
import { type Declared, readBinding } from './declared.ts';

/** A queue, or a topic and one of its subscriptions. */
export type Entity =
  | { readonly kind: 'queue'; readonly queueName: string }
  | { readonly kind: 'subscription'; readonly topicName: string; readonly subscriptionName: string };

export interface ServiceBusTrigger {
  readonly type: 'serviceBusTrigger';
  readonly bindingName: string;
  readonly connectionName: string;
  readonly connection: Connection;
  readonly entity: Entity;
  readonly cardinality: 'one' | 'many';
  readonly isSessionsEnabled: boolean;
  /** Undefined: as host.json says. */
  readonly autoCompleteMessages: boolean | undefined;
}

const common = {
  connection: z.string().min(1),
  cardinality: z.enum(['one', 'many']).default('one'),
  isSessionsEnabled: z.boolean().default(false),
  autoCompleteMessages: z.boolean().optional(),
  sdkBinding: z.literal(false).optional(),
};
const name = z.string().min(1).max(260);
const Options = z.union([
  z.strictObject({ ...common, queueName: name }),
  z.strictObject({ ...common, topicName: name, subscriptionName: name }),
]);

export function bindServiceBus(declared: Declared): ServiceBusTrigger {
  const options = readBinding(Options, declared);
  return {
    type: 'serviceBusTrigger',
    bindingName: declared.bindingName,
    connectionName: options.connection,
    connection: resolveConnection(declared, options.connection, 'serviceBus'),
    entity:
      'queueName' in options
        ? { kind: 'queue', queueName: options.queueName }
        : { kind: 'subscription', topicName: options.topicName, subscriptionName: options.subscriptionName },
    cardinality: options.cardinality,
    isSessionsEnabled: options.isSessionsEnabled,
    autoCompleteMessages: options.autoCompleteMessages,
  };
}

/** The entity's path in its namespace. */
export function entityPath(entity: Entity): string {
  return entity.kind === 'queue' ? entity.queueName : `${entity.topicName}/Subscriptions/${entity.subscriptionName}`;
}
