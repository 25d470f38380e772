import { ServiceBusError } from '../errors.ts';
import type { Value } from '../sql-filter/syntax.ts';
import {
  CORRELATION_PROPERTIES,
  type CorrelationFilter,
  type CorrelationProperty,
  FALSE_FILTER,
  type RuleDescription,
  TRUE_FILTER,
} from '../subscription/rules.ts';
import { filterValueOf, typedOf } from './bare-message.ts';
import * as amqp from './types.ts';

/** Descriptors of the service's own types. */
const CODE = {
  rule: 0x13700000004,
  emptyAction: 0x13700000005,
  sqlAction: 0x13700000006,
  sqlFilter: 0x1370000006,
  trueFilter: 0x1370000007,
  falseFilter: 0x1370000008,
  correlationFilter: 0x1370000009,
} as const;

/** The language level that the service writes beside each SQL expression. */
const COMPATIBILITY_LEVEL = 20;

/** On the wire the properties of a correlation filter have names of their own; `label` is the old name of the subject. */
const WIRE_NAME: Readonly<Record<CorrelationProperty, string>> = {
  correlationId: 'correlation-id',
  messageId: 'message-id',
  to: 'to',
  replyTo: 'reply-to',
  subject: 'label',
  sessionId: 'session-id',
  replyToSessionId: 'reply-to-session-id',
  contentType: 'content-type',
};

/** A rule as `enumerate-rules` shows it. */
export function encodeRule({ name, filter, action, createdAt }: RuleDescription): amqp.Typed {
  return amqp.composite(CODE.rule, [
    'sql' in filter ? encodeSql(filter.sql) : encodeCorrelation(filter.correlation),
    action
      ? amqp.composite(CODE.sqlAction, [amqp.string(action), amqp.int(COMPATIBILITY_LEVEL)])
      : amqp.composite(CODE.emptyAction, []),
    amqp.string(name),
    amqp.timestamp(createdAt),
  ]);
}

function encodeSql(expression: string): amqp.Typed {
  if (expression === TRUE_FILTER) return amqp.composite(CODE.trueFilter, []);
  if (expression === FALSE_FILTER) return amqp.composite(CODE.falseFilter, []);
  return amqp.composite(CODE.sqlFilter, [amqp.string(expression), amqp.int(COMPATIBILITY_LEVEL)]);
}

function encodeCorrelation({ system, application }: CorrelationFilter): amqp.Typed {
  return amqp.composite(CODE.correlationFilter, [
    ...CORRELATION_PROPERTIES.map((property) => encodeOptional(system[property])),
    amqp.map(Object.entries(application).map(([name, value]) => [amqp.string(name), encodeValue(value)])),
  ]);
}

const encodeOptional = (text: string | undefined) => (text === undefined ? amqp.nothing() : amqp.string(text));
const encodeValue = (value: Value) => (typeof value === 'string' ? amqp.string(value) : typedOf(value));

/** A rule as `add-rule` sends it. */
export function readRule(name: string, description: amqp.Typed | undefined): Omit<RuleDescription, 'createdAt'> {
  const fields = amqp.entriesOf(description);
  const correlation = fields.get('correlation-filter');
  const action = textIn(fields.get('sql-rule-action'), 'expression');
  return {
    name: checkedName(name),
    action: action || undefined,
    filter: correlation
      ? { correlation: readCorrelation(amqp.entriesOf(correlation)) }
      : { sql: textIn(fields.get('sql-filter'), 'expression') ?? TRUE_FILTER },
  };
}

function checkedName(name: string): string {
  if (name.length > 0 && name.length <= 50) return name;
  throw new ServiceBusError('com.microsoft:argument-error', 'The name of a rule has from 1 to 50 characters.');
}

const textIn = (map: amqp.Typed | undefined, name: string) => amqp.textOf(amqp.entriesOf(map).get(name));

function readCorrelation(fields: ReadonlyMap<string, amqp.Typed>): CorrelationFilter {
  const system = CORRELATION_PROPERTIES.map((property) => [property, amqp.textOf(fields.get(WIRE_NAME[property]))]);
  return {
    system: Object.fromEntries(system.filter(([, value]) => value !== undefined)),
    application: Object.fromEntries(
      [...amqp.entriesOf(fields.get('properties'))].map(([name, value]) => [name, filterValueOf(value)]),
    ),
  };
}
