import { LIMITS } from '../limits.ts';
import type { Frame, PeerDelivery, PeerSession } from './internals.ts';
import { descriptorOf, itemsOf, type Typed } from './types.ts';

const COORDINATOR = 0x30;
const TRANSACTIONAL_STATE = 0x34;
/** Places of the fields in the performatives (specification 2.7). */
const ATTACH = { name: 0, target: 6 } as const;
const TRANSFER = { format: 3, state: 7 } as const;
/** More deliveries than this a session cannot have in flight. */
const LARGEST_RANGE = 65_536;

/** What rhea alone does not tell about a session. */
export interface SessionView {
  /** The coordinator terminus that the client has attached a link of that name to. */
  coordinatorOf(linkName: string): Typed | undefined;
  /** The transaction that a transfer, known by its delivery id, belongs to. Told once. */
  transactionOf(deliveryId: number): Buffer | undefined;
}

/** Our deliveries that one frame judges, and how. */
export type Judge = (judged: readonly { readonly delivery: PeerDelivery; readonly state: Typed }[]) => void;

/**
 * Teaches one session what a broker needs and rhea, a client's library, does not know: transactions, and messages that
 * stay bytes. Also bounds what a hostile client can make it do.
 */
export function teach(session: PeerSession, judge: Judge): SessionView {
  const coordinators = new Map<string, Typed>();
  const transactions = new Map<number, Buffer>();
  const incomplete = new Map<unknown, number>();
  const { on_attach, on_transfer } = session;

  session.on_attach = (frame) => {
    const { value } = frame.performative;
    const target = value[ATTACH.target];
    if (target && descriptorOf(target) === COORDINATOR) {
      coordinators.set(String(value[ATTACH.name]?.value), target);
      value[ATTACH.target] = undefined;
    }
    if (Object.keys(session.links).length >= LIMITS.linksPerConnection) throw new Error('Too many links.');
    on_attach.call(session, frame);
  };

  session.on_transfer = (frame) => {
    const { performative } = frame;
    boundDelivery(frame);
    const state = performative.value[TRANSFER.state];
    if (state && descriptorOf(state) === TRANSACTIONAL_STATE)
      transactions.set(Number(performative['delivery_id']), itemsOf(state)[0]?.value);
    // rhea decodes the ordinary format, and would lose the bytes: under any other it hands them over.
    if (!performative['message_format']) performative['message_format'] = BARE_FORMAT;
    on_transfer.call(session, frame);
  };

  session.on_disposition = (frame) => {
    const { role, first, last, settled, state } = frame.performative;
    if (role === true) judge(judgedBy(Number(first), Number(last ?? first), settled === true, state as Typed));
    session.connection._register();
  };

  function judgedBy(first: number, last: number, settled: boolean, state: Typed | undefined) {
    if (last - first > LARGEST_RANGE) throw new Error('The range of a disposition is too long.');
    const judged: { delivery: PeerDelivery; state: Typed }[] = [];
    for (let id = first; id <= last; id++) {
      const delivery = session.outgoing.deliveries.by_id(id);
      if (!delivery || delivery.remote_settled) continue;
      if (settled) {
        delivery.remote_settled = true;
        delivery.settled = true;
      }
      if (state && descriptorOf(state) !== undefined) judged.push({ delivery, state });
    }
    return judged;
  }

  function boundDelivery({ performative, payload }: Frame): void {
    const link = performative['handle'];
    const size = (incomplete.get(link) ?? 0) + (payload?.length ?? 0);
    if (size > LIMITS.incompleteDeliverySize) throw new Error('A delivery is too large.');
    if (performative['more']) incomplete.set(link, size);
    else incomplete.delete(link);
  }

  return {
    coordinatorOf: (linkName) => coordinators.get(linkName),
    transactionOf(deliveryId) {
      const transaction = transactions.get(deliveryId);
      transactions.delete(deliveryId);
      return transaction;
    },
  };
}

/** Stands for the ordinary message format, 0. */
export const BARE_FORMAT = 0xffffffff;
