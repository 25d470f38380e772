import type { Lock } from '../entry.ts';
import { asServiceBusError, ServiceBusError } from '../errors.ts';
import type { Queue } from '../queue.ts';
import type { DeadLettering } from '../queue-ports.ts';
import { propertiesOf } from './bare-message.ts';
import { type Client, meetFault } from './client.ts';
import type { Consumer } from './consumer.ts';
import type { PeerDelivery } from './internals.ts';
import { accepted, answer, OUTCOME, type Outcome, provisionallyAccepted, rejected, settle } from './outcomes.ts';
import * as amqp from './types.ts';

/** One delivery of ours that the client has judged. */
export interface Disposition {
  readonly delivery: PeerDelivery;
  readonly consumer: Consumer;
  readonly state: amqp.Typed;
}

/** Carries out what a client decided about its deliveries, and answers when it is durable. */
export async function settleDeliveries(client: Client, dispositions: readonly Disposition[]): Promise<void> {
  const outcomes: [PeerDelivery, Outcome][] = [];
  for (const disposition of dispositions) {
    const { delivery, consumer } = disposition;
    try {
      await meetFault(client, 'settle', consumer.queue.settings.path);
      const outcome = settleDelivery(client, disposition);
      if (outcome) outcomes.push([delivery, outcome]);
    } catch (error) {
      // Never the client's own `rejected`: its SDK would take the dead-lettering for a failure.
      outcomes.push([delivery, rejected(asServiceBusError(error))]);
    }
  }
  const failure = await client.service.durable().then(
    () => undefined,
    (error: unknown) => rejected(asServiceBusError(error)),
  );
  for (const [delivery, outcome] of outcomes) settle(delivery, failure ?? outcome);
}

/** Returns no outcome where the end of a transaction will decide. */
function settleDelivery(client: Client, { delivery, consumer, state }: Disposition): Outcome | undefined {
  const { queue } = consumer;
  client.service.assertWorking();
  const lock = consumer.lockOf(delivery);
  if (!lock) throw new ServiceBusError('amqp:not-allowed', 'The delivery carries no lock.');
  if (amqp.descriptorOf(state) !== OUTCOME.transactional) {
    applyOutcome(queue, lock, state);
    return accepted;
  }
  const [id, inner] = amqp.itemsOf(state);
  const transaction = id?.value as Buffer;
  client.transactions.enlist(transaction, {
    check: () => void queue.lock(lock.token),
    apply() {
      applyOutcome(queue, lock, inner);
      delivery.settled = true;
      delivery.remote_settled = true;
    },
  });
  answer(delivery, provisionallyAccepted(transaction));
  return undefined;
}

function applyOutcome(queue: Queue, { token }: Lock, state: amqp.Typed | undefined): void {
  const fields = amqp.itemsOf(state);
  switch (amqp.descriptorOf(state)) {
    case OUTCOME.accepted:
      queue.complete(token);
      break;
    case OUTCOME.released:
      queue.release(token);
      break;
    case OUTCOME.modified: {
      const [, undeliverableHere, annotations] = fields;
      if (undeliverableHere?.value === true) queue.defer(token, propertiesOf(annotations));
      else queue.abandon(token, propertiesOf(annotations));
      break;
    }
    case OUTCOME.rejected:
      queue.deadLetter(token, deadLetteringOf(fields[0]));
      break;
    default:
      throw new ServiceBusError('amqp:not-implemented', 'The outcome is not known.');
  }
}

/** The reason, its description and further properties travel in the `info` of the error. */
function deadLetteringOf(error: amqp.Typed | undefined): DeadLettering {
  const [, , info] = amqp.itemsOf(error);
  const { DeadLetterReason: reason, DeadLetterErrorDescription: description, ...properties } = propertiesOf(info);
  return { reason: textOrNothing(reason), description: textOrNothing(description), properties };
}

const textOrNothing = (value: unknown) => (typeof value === 'string' ? value : undefined);
