import { type Findings, noFindings } from './load.ts';

/** What is known of a message that was sent. */
export interface Message {
  readonly id: string;
  /** Messages of one send have the same number: all of them are there, or none. */
  readonly send: number;
  sent: 'known' | 'in doubt' | 'refused';
  completed: 'no' | 'in doubt' | 'known';
}

/** What lies in a subscription: how often, by the id of the message. */
export type Seen = ReadonlyMap<string, number>;

/** Compares the messages with the two subscriptions: of one nothing was completed, of the other what the messages say. */
export function compare(messages: readonly Message[], kept: Seen, worked: Seen): Omit<Findings, 'acknowledged'> {
  const begun = new Set(messages.filter(({ id }) => kept.has(id)).map(({ send }) => send));
  const wrong = noFindings();
  for (const { id, send, sent, completed } of messages) {
    if (sent === 'refused') continue;
    const expected = sent === 'known' || begun.has(send);
    if (expected && !kept.has(id)) wrong.lost++;
    if (expected && !worked.has(id) && completed === 'no') wrong.lost++;
    if (completed === 'known' && worked.has(id)) wrong.resurrected++;
  }
  for (const count of [...kept.values(), ...worked.values()]) if (count > 1) wrong.resurrected++;
  return wrong;
}

/** Takes what was found as known. */
export function learn(messages: readonly Message[], kept: Seen, worked: Seen): void {
  for (const message of messages) {
    if (message.sent === 'in doubt') message.sent = kept.has(message.id) ? 'known' : 'refused';
    if (message.completed === 'in doubt') message.completed = worked.has(message.id) ? 'no' : 'known';
  }
}
