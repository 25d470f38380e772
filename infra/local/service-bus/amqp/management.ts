import { randomUUID } from 'node:crypto';
import { ServiceBusError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Queue } from '../queue.ts';
import { encodeDelivery, propertiesOf, readMessage } from './bare-message.ts';
import type { Service } from './client.ts';
import type { Body } from './request.ts';
import { encodeRule, readRule } from './rule-description.ts';
import * as amqp from './types.ts';
import { uuidBytes, uuidText } from './uuid.ts';

/** The answer to a request: fields of its body, or 204 where there is nothing to tell. */
export type Answer = Readonly<Record<string, amqp.Typed>> | 'no-content' | 'no-messages';

/** Carries out an operation on an entity's `$management` node. */
export function manage(service: Service, path: string, operation: string, body: Body): Answer {
  const run = OPERATIONS[operation];
  if (!run) throw new ServiceBusError('amqp:not-implemented', `There is no operation '${operation}'.`);
  return run({ service, path, body });
}

interface Call {
  readonly service: Service;
  readonly path: string;
  readonly body: Body;
}

type Operation = (call: Call) => Answer;

const DONE: Answer = {};

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'com.microsoft:schedule-message': scheduleMessages,
  'com.microsoft:cancel-scheduled-message': cancelScheduledMessages,
  'com.microsoft:peek-message': peekMessages,
  'com.microsoft:receive-by-sequence-number': receiveDeferredMessages,
  'com.microsoft:update-disposition': updateDisposition,
  'com.microsoft:renew-lock': renewLocks,
  'com.microsoft:batch-delete-messages': deleteMessages,
  'com.microsoft:renew-session-lock': renewSessionLock,
  'com.microsoft:get-session-state': getSessionState,
  'com.microsoft:set-session-state': setSessionState,
  'com.microsoft:get-message-sessions': getMessageSessions,
  'com.microsoft:add-rule': addRule,
  'com.microsoft:remove-rule': removeRule,
  'com.microsoft:enumerate-rules': enumerateRules,
};

function scheduleMessages({ service, path, body }: Call): Answer {
  const messages = body.maps('messages').map((message) => readMessage(message.bytes('message') ?? Buffer.alloc(0)));
  return { 'sequence-numbers': amqp.longs(service.namespace.send(path, messages)) };
}

function cancelScheduledMessages({ service, path, body }: Call): Answer {
  service.namespace.cancelScheduled(path, body.numbers('sequence-numbers'));
  return DONE;
}

function peekMessages({ service, path, body }: Call): Answer {
  const count = Math.min(body.number('message-count'), LIMITS.peekedMessages);
  const omitBody = body.isTrue('omit-message-body');
  const entries = service.namespace
    .queue(path)
    .peek(body.number('from-sequence-number'), count, body.optionalText('session-id'));
  if (entries.length === 0) return 'no-content';
  return {
    messages: amqp.list(entries.map((entry) => mapOf({ message: amqp.binary(encodeDelivery(entry, { omitBody })) }))),
  };
}

const RECEIVE_AND_DELETE = 0;

function receiveDeferredMessages({ service, path, body }: Call): Answer {
  const queue = service.namespace.queue(path);
  const sessionId = body.optionalText('session-id');
  const session = sessionId === undefined ? undefined : queue.sessions.held(sessionId);
  const deletes = body.optionalNumber('receiver-settle-mode') === RECEIVE_AND_DELETE;
  const received = body.numbers('sequence-numbers').map((sequenceNumber) => {
    if (deletes) return delivered(encodeDelivery(queue.receiveAndDeleteDeferred(sequenceNumber)), randomUUID());
    const { entry, token, lockedUntil } = queue.receiveDeferred(sequenceNumber, session);
    return delivered(encodeDelivery(entry, { lockedUntil }), token);
  });
  return { messages: amqp.list(received) };
}

const delivered = (message: Buffer, token: string) =>
  mapOf({ message: amqp.binary(message), 'lock-token': amqp.uuid(uuidBytes(token)) });

function updateDisposition({ service, path, body }: Call): Answer {
  const queue = service.namespace.queue(path);
  for (const token of lockTokens(body)) dispose(queue, token, body);
  return DONE;
}

function dispose(queue: Queue, token: string, body: Body): void {
  const properties = propertiesOf(body.typed('properties-to-modify'));
  const status = body.text('disposition-status');
  switch (status) {
    case 'completed':
      queue.complete(token);
      break;
    case 'abandoned':
      queue.abandon(token, properties);
      break;
    case 'defered': // the service's own spelling
      queue.defer(token, properties);
      break;
    case 'suspended':
      queue.deadLetter(token, {
        reason: body.optionalText('deadletter-reason'),
        description: body.optionalText('deadletter-description'),
        properties,
      });
      break;
    default:
      throw new ServiceBusError('com.microsoft:argument-error', `There is no disposition status '${status}'.`);
  }
}

export const lockTokens = (body: Body) => body.manyBytes('lock-tokens').map(uuidText);

function renewLocks({ service, path, body }: Call): Answer {
  const queue = service.namespace.queue(path);
  return { expirations: amqp.timestamps(lockTokens(body).map((token) => queue.renewLock(token))) };
}

function deleteMessages({ service, path, body }: Call): Answer {
  const deleted = service.namespace
    .queue(path)
    .deleteMessages(
      body.number('message-count'),
      body.optionalNumber('enqueued-time-utc') ?? Number.POSITIVE_INFINITY,
      body.optionalText('session-id'),
    );
  return deleted === 0 ? 'no-messages' : { 'message-count': amqp.int(deleted) };
}

function renewSessionLock({ service, path, body }: Call): Answer {
  const { sessions } = service.namespace.queue(path);
  return { expiration: amqp.timestamp(sessions.renew(sessions.held(body.text('session-id')))) };
}

function getSessionState({ service, path, body }: Call): Answer {
  const { sessions } = service.namespace.queue(path);
  const state = sessions.state(sessions.held(body.text('session-id')).id);
  return { 'session-state': state ? amqp.binary(state) : amqp.nothing() };
}

function setSessionState({ service, path, body }: Call): Answer {
  const { sessions } = service.namespace.queue(path);
  const state = body.bytes('session-state');
  if (state && state.length > LIMITS.sessionStateSize)
    throw new ServiceBusError(
      'com.microsoft:argument-error',
      `The session state (${state.length} bytes) exceeds the limit (${LIMITS.sessionStateSize} bytes).`,
    );
  sessions.setState(sessions.held(body.text('session-id')).id, state);
  return DONE;
}

function getMessageSessions({ service, path, body }: Call): Answer {
  const skip = body.optionalNumber('skip') ?? 0;
  const ids = service.namespace
    .queue(path)
    .sessions.ids()
    .slice(skip, skip + (body.optionalNumber('top') ?? 100));
  if (ids.length === 0) return 'no-content';
  return { skip: amqp.int(skip + ids.length), 'sessions-ids': amqp.list(ids.map(amqp.string)) };
}

function addRule({ service, path, body }: Call): Answer {
  service.namespace.subscription(path).addRule(readRule(body.text('rule-name'), body.typed('rule-description')));
  return DONE;
}

function removeRule({ service, path, body }: Call): Answer {
  service.namespace.subscription(path).removeRule(body.text('rule-name'));
  return DONE;
}

function enumerateRules({ service, path, body }: Call): Answer {
  const rules = service.namespace
    .subscription(path)
    .describe(body.optionalNumber('skip') ?? 0, body.optionalNumber('top') ?? 100);
  if (rules.length === 0) return 'no-content';
  return { rules: amqp.list(rules.map((rule) => mapOf({ 'rule-description': encodeRule(rule) }))) };
}

export function mapOf(fields: Readonly<Record<string, amqp.Typed>>): amqp.Typed {
  return amqp.map(Object.entries(fields).map(([name, value]) => [amqp.string(name), value]));
}
