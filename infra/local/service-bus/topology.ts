import type {
  QueueSettings as DeclaredQueue,
  ReceivingEntity,
  RuleSettings,
  SendingEntity,
  Topology,
} from '../../../shared/contracts/events/topology.ts';
import { milliseconds } from './duration.ts';
import { type CorrelationFilter, defaultRule, type RuleDescription } from './subscription/rules.ts';

/** A queue or subscription as the broker needs it; durations in milliseconds. */
export interface ReceiverSettings {
  readonly path: string;
  readonly lockDuration: number;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean;
  readonly defaultTimeToLive: number;
  readonly deadLetterOnExpiration: boolean;
  readonly forwardTo: string | undefined;
  readonly forwardDeadLetteredMessagesTo: string | undefined;
}

export interface SenderSettings {
  /** Milliseconds; undefined: no duplicate detection. */
  readonly duplicateDetectionWindow: number | undefined;
  /** Bytes. */
  readonly maxSize: number;
}

export interface QueueDefinition extends ReceiverSettings, SenderSettings {}

export interface SubscriptionDefinition extends ReceiverSettings {
  readonly name: string;
  readonly rules: readonly RuleDescription[];
}

export interface TopicDefinition extends SenderSettings {
  readonly name: string;
  readonly subscriptions: readonly SubscriptionDefinition[];
}

export interface Entities {
  readonly queues: readonly QueueDefinition[];
  readonly topics: readonly TopicDefinition[];
}

export interface TopologyOptions {
  /** Lets tests go below the service's least lock duration of 5 seconds. */
  readonly allowShortLocks?: boolean;
}

/** Reads a topology with the service's defaults and refuses what the service would. Throws a RangeError that names the entity. */
export function readTopology(topology: Topology, options: TopologyOptions = {}): Entities {
  const entities: Entities = {
    queues: Object.entries(topology.queues).map(([name, settings]) => ({
      ...receiver(checkedName(name), settings, options),
      ...sender(name, settings),
    })),
    topics: Object.entries(topology.topics).map(([name, settings]) => ({
      name: checkedName(name),
      ...sender(name, settings),
      subscriptions: Object.entries(settings.subscriptions).map(([subscription, own]) => ({
        name: checkedName(subscription),
        ...receiver(
          `${name}/Subscriptions/${subscription}`,
          { ...pick(settings.defaultMessageTimeToLive), ...own },
          options,
        ),
        rules: rulesOf(own.rules),
      })),
    })),
  };
  checkNames(entities);
  checkForwarding(entities);
  return entities;
}

const pick = (defaultMessageTimeToLive: ReceivingEntity['defaultMessageTimeToLive']): ReceivingEntity =>
  defaultMessageTimeToLive === undefined ? {} : { defaultMessageTimeToLive };

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._/~-]{0,258}[A-Za-z0-9_])?$/;

function checkedName(name: string): string {
  if (NAME.test(name)) return name;
  throw new RangeError(`'${name}' is not a name for an entity: letters, digits and ._-/~, at most 260.`);
}

function receiver(path: string, settings: ReceivingEntity, { allowShortLocks = false }: TopologyOptions) {
  const lockDuration = milliseconds(settings.lockDuration ?? 'PT1M');
  const maxDeliveryCount = settings.maxDeliveryCount ?? 10;
  const defaultTimeToLive = milliseconds(settings.defaultMessageTimeToLive ?? 'P10675199D');
  within(path, 'lockDuration', lockDuration, allowShortLocks ? 1 : 5_000, 300_000);
  within(path, 'maxDeliveryCount', maxDeliveryCount, 1, 2_000);
  within(path, 'defaultMessageTimeToLive', defaultTimeToLive, 1_000, Number.POSITIVE_INFINITY);
  return {
    path,
    lockDuration,
    maxDeliveryCount,
    defaultTimeToLive,
    requiresSession: settings.requiresSession ?? false,
    deadLetterOnExpiration: settings.deadLetteringOnMessageExpiration ?? false,
    forwardTo: settings.forwardTo,
    forwardDeadLetteredMessagesTo: settings.forwardDeadLetteredMessagesTo,
  } satisfies ReceiverSettings;
}

function sender(name: string, settings: SendingEntity | DeclaredQueue): SenderSettings {
  const window = milliseconds(settings.duplicateDetectionHistoryTimeWindow ?? 'PT10M');
  within(name, 'duplicateDetectionHistoryTimeWindow', window, 20_000, 7 * 86_400_000);
  return {
    duplicateDetectionWindow: settings.requiresDuplicateDetection ? window : undefined,
    maxSize: (settings.maxSizeInMegabytes ?? 1024) * 1024 * 1024,
  };
}

function within(entity: string, setting: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new RangeError(`${setting} of '${entity}' is ${value}; it must be from ${least} to ${most}.`);
}

function rulesOf(rules: Readonly<Record<string, RuleSettings>> | undefined): RuleDescription[] {
  if (!rules || Object.keys(rules).length === 0) return [defaultRule(0)];
  return Object.entries(rules).map(([name, { filter, action }]) => ({
    name,
    filter:
      'sqlExpression' in filter
        ? { sql: filter.sqlExpression }
        : { correlation: correlationFilter(filter.correlation) },
    action,
    createdAt: 0,
  }));
}

function correlationFilter({
  properties = {},
  ...system
}: { readonly properties?: Readonly<Record<string, string>> } & CorrelationFilter['system']): CorrelationFilter {
  return { system, application: properties };
}

function checkNames({ queues, topics }: Entities): void {
  const seen = new Set<string>();
  for (const name of [...queues.map(({ path }) => path), ...topics.map(({ name }) => name)]) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw new RangeError(`There is more than one entity called '${name}'.`);
    seen.add(key);
  }
}

/** Every target must exist, and no chain of forwarding may come back to where it began. */
function checkForwarding({ queues, topics }: Entities): void {
  const next = new Map<string, string[]>();
  const add = (from: string, ...targets: (string | undefined)[]) =>
    next.set(from.toLowerCase(), [
      ...(next.get(from.toLowerCase()) ?? []),
      ...targets.filter((target) => target !== undefined).map((target) => target.toLowerCase()),
    ]);
  for (const { path, forwardTo, forwardDeadLetteredMessagesTo } of queues)
    add(path, forwardTo, forwardDeadLetteredMessagesTo);
  for (const { name, subscriptions } of topics) {
    add(name, ...subscriptions.map(({ path }) => path));
    for (const { path, forwardTo, forwardDeadLetteredMessagesTo } of subscriptions)
      add(path, forwardTo, forwardDeadLetteredMessagesTo);
  }
  const settled = new Set<string>();
  const walk = (entity: string, way: readonly string[]): void => {
    if (way.includes(entity)) throw new RangeError(`Forwarding goes in a circle: ${[...way, entity].join(' -> ')}.`);
    if (settled.has(entity)) return;
    const targets = next.get(entity);
    if (!targets) throw new RangeError(`'${way.at(-1)}' forwards to '${entity}', which does not exist.`);
    for (const target of targets) walk(target, [...way, entity]);
    settled.add(entity);
  };
  for (const entity of next.keys()) walk(entity, []);
}
