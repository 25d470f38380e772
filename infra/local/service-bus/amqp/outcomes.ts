import type { ServiceBusError } from '../errors.ts';
import type { PeerDelivery } from './internals.ts';
import * as amqp from './types.ts';

/** Descriptors of outcomes and transactional states (specification 3.4, 4.5). */
export const OUTCOME = {
  accepted: 0x24,
  rejected: 0x25,
  released: 0x26,
  modified: 0x27,
  declared: 0x33,
  transactional: 0x34,
} as const;

const ERROR = 0x1d;

export type Outcome = { readonly kind: 'accepted' } | { readonly kind: 'other'; readonly state: amqp.Typed };

export const accepted: Outcome = { kind: 'accepted' };

const acceptedState = () => amqp.composite(OUTCOME.accepted, []);

export const rejected = ({ condition, message }: ServiceBusError): Outcome => ({
  kind: 'other',
  state: amqp.composite(OUTCOME.rejected, [amqp.composite(ERROR, [amqp.symbol(condition), amqp.string(message)])]),
});

export const declared = (transaction: Buffer): Outcome => ({
  kind: 'other',
  state: amqp.composite(OUTCOME.declared, [amqp.binary(transaction)]),
});

/** Accepted for now; the transaction decides. */
export const provisionallyAccepted = (transaction: Buffer): Outcome => ({
  kind: 'other',
  state: amqp.composite(OUTCOME.transactional, [amqp.binary(transaction), acceptedState()]),
});

/** Answers a transfer of the client, or its disposition of one of ours, and lets go of the delivery. */
export function settle(delivery: PeerDelivery, outcome: Outcome): void {
  answer(delivery, outcome, true);
  delivery.remote_settled = true; // else rhea keeps its place in the session's window for good
}

/** Answers, but keeps the delivery: it will be settled again. */
export function answer(delivery: PeerDelivery, outcome: Outcome, settled = false): void {
  if (outcome.kind === 'accepted') {
    delivery.update(settled, acceptedState());
    return;
  }
  // rhea joins the dispositions of neighbours and looks at their outcomes only from the third on: all but plain
  // acceptance must travel alone.
  flush(delivery);
  delivery.update(settled, outcome.state);
  flush(delivery);
}

function flush({ link }: PeerDelivery): void {
  const { session } = link;
  if (link.is_sender()) session.outgoing.process(session);
  else session.incoming.process(session);
}
