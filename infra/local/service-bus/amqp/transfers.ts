import { asServiceBusError, type Condition, ServiceBusError } from '../errors.ts';
import type { Message } from '../message.ts';
import { readBatch, readMessage } from './bare-message.ts';
import { putToken } from './cbs.ts';
import { type Client, meetFault } from './client.ts';
import type { PeerDelivery } from './internals.ts';
import { type Answer, lockTokens, manage, mapOf } from './management.ts';
import { accepted, declared, type Outcome, provisionallyAccepted, rejected, settle } from './outcomes.ts';
import { type Request, readRequest } from './request.ts';
import { sectionsOf } from './sections.ts';
import * as amqp from './types.ts';

/** Where the messages of a client's link go. */
export type Target =
  | { readonly kind: 'entity'; readonly path: string }
  | { readonly kind: 'management'; readonly path: string }
  | { readonly kind: 'cbs' }
  | { readonly kind: 'coordinator' };

/** A message of the client. */
export interface Transfer {
  readonly delivery: PeerDelivery;
  readonly bytes: Buffer;
  readonly format: number;
  /** The transaction that it belongs to. */
  readonly transaction: Buffer | undefined;
}

const BATCH_FORMAT = 0x80013700;
const MANAGEMENT_CREDITS = 10;

/** Takes a message in, and answers when all that follows from it is durable. */
export async function receiveTransfer(client: Client, target: Target, transfer: Transfer): Promise<void> {
  try {
    const outcome = await handle(client, target, transfer);
    await client.service.durable();
    settle(transfer.delivery, outcome);
  } catch (error) {
    settle(transfer.delivery, rejected(asServiceBusError(error)));
  }
}

function handle(client: Client, target: Target, transfer: Transfer): Outcome | Promise<Outcome> {
  switch (target.kind) {
    case 'entity':
      return send(client, target.path, transfer);
    case 'management':
      return respond(client, transfer, (request) => manageEntity(client, target.path, request, transfer.transaction));
    case 'cbs':
      return respond(client, transfer, (request) => {
        putToken(client, request);
        return {};
      });
    case 'coordinator':
      return coordinate(client, transfer.bytes);
  }
}

async function send(client: Client, path: string, { bytes, format, transaction }: Transfer): Promise<Outcome> {
  const { namespace, credits } = client.service;
  client.service.assertWorking();
  await meetFault(client, 'send', path);
  const messages: Message[] = format === BATCH_FORMAT ? readBatch(bytes) : [readMessage(bytes)];
  credits.spend(messages.length * (1 + namespace.filterCount(path)));
  if (!transaction) {
    namespace.send(path, messages);
    return accepted;
  }
  client.transactions.enlist(transaction, {
    check: () => namespace.assertCanSend(path, messages),
    apply: () => void namespace.send(path, messages),
  });
  return provisionallyAccepted(transaction);
}

const DECLARE = 0x31;
const DISCHARGE = 0x32;

/** The transaction coordinator: `declare` begins a transaction, `discharge` ends it. */
function coordinate({ transactions }: Client, bytes: Buffer): Outcome {
  const [body] = sectionsOf(bytes).body;
  // The section's own descriptor hides the one of its value.
  const request = body && amqp.decode(body.subarray(sectionDescriptorLength(body)));
  const [id, fail] = amqp.itemsOf(request);
  switch (amqp.descriptorOf(request)) {
    case DECLARE:
      return declared(transactions.declare());
    case DISCHARGE:
      if (fail?.value === true) transactions.rollback(id?.value as Buffer);
      else transactions.commit(id?.value as Buffer);
      return accepted;
    default:
      throw new ServiceBusError('amqp:not-implemented', 'The coordinator knows declare and discharge.');
  }
}

/** `00 53 77` or `00 80` and eight bytes. */
const sectionDescriptorLength = (section: Buffer) => (section[1] === 0x53 ? 3 : 10);

/** Answers a request on the client's reply link. A request always is accepted; the status tells the rest. */
async function respond(
  client: Client,
  { bytes, transaction }: Transfer,
  act: (request: Request) => Answer | Promise<Answer>,
): Promise<Outcome> {
  const request = readRequest(bytes);
  try {
    const answer = await act(request);
    await client.service.durable();
    reply(client, request, statusOf(answer), typeof answer === 'string' ? {} : answer);
  } catch (error) {
    const { condition, message } = asServiceBusError(error);
    reply(client, request, { code: STATUS[condition] ?? 500, description: message, condition }, {});
  }
  return transaction ? provisionallyAccepted(transaction) : accepted;
}

async function manageEntity(
  client: Client,
  path: string,
  { operation, body }: Request,
  transaction: Buffer | undefined,
): Promise<Answer> {
  const { service } = client;
  service.assertWorking();
  await meetFault(client, 'manage', path);
  service.credits.spend(MANAGEMENT_CREDITS);
  if (!transaction || operation !== 'com.microsoft:update-disposition') return manage(service, path, operation, body);
  const queue = service.namespace.queue(path);
  const tokens = lockTokens(body);
  client.transactions.enlist(transaction, {
    check: () => {
      for (const token of tokens) queue.lock(token);
    },
    apply: () => void manage(service, path, operation, body),
  });
  return {};
}

interface Status {
  readonly code: number;
  readonly description: string;
  readonly condition?: Condition;
}

const STATUS: Readonly<Partial<Record<Condition, number>>> = {
  'amqp:unauthorized-access': 401,
  'amqp:not-found': 404,
  'com.microsoft:message-not-found': 404,
  'com.microsoft:timeout': 408,
  'com.microsoft:entity-already-exists': 409,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:session-lock-lost': 410,
  'com.microsoft:session-cannot-be-locked': 410,
  'amqp:link:message-size-exceeded': 403,
  'amqp:resource-limit-exceeded': 403,
  'com.microsoft:resource-limit-exceeded': 403,
  'amqp:not-allowed': 400,
  'amqp:decode-error': 400,
  'com.microsoft:argument-error': 400,
  'com.microsoft:entity-disabled': 400,
  'amqp:not-implemented': 501,
  'com.microsoft:server-busy': 503,
};

function statusOf(answer: Answer): Status {
  if (answer === 'no-content') return { code: 204, description: 'No Content' };
  if (answer === 'no-messages')
    return { code: 204, description: 'No Content', condition: 'com.microsoft:message-not-found' };
  return { code: 200, description: 'OK' };
}

const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const VALUE = 0x77;
const CORRELATION_ID = 5;

function reply({ replies }: Client, request: Request, status: Status, body: Exclude<Answer, string>): void {
  const link = replies.get(request.replyTo);
  if (!link || link.is_closed() || link.session.outgoing.available() === 0) return;
  const properties: amqp.Typed[] = Array.from({ length: CORRELATION_ID }, amqp.nothing);
  const bytes = amqp.encode(
    amqp.composite(PROPERTIES, [...properties, request.messageId]),
    amqp.described(
      APPLICATION_PROPERTIES,
      mapOf({
        statusCode: amqp.int(status.code),
        statusDescription: amqp.string(status.description),
        // $cbs has names of its own
        'status-code': amqp.int(status.code),
        'status-description': amqp.string(status.description),
        ...(status.condition && { errorCondition: amqp.symbol(status.condition) }),
      }),
    ),
    amqp.described(VALUE, mapOf(body)),
  );
  // A reply is sent settled: nobody disposes of it.
  link.send(bytes, Buffer.from(String(link.session.outgoing.next_delivery_id)), 0).settled = true;
}
