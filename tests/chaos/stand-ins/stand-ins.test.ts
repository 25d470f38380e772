import { describe, expect, it } from 'vitest';
import { killUnderLoad } from './kill-stand-ins.ts';
import { compare, type Message } from './sent-messages.ts';

const options = { kills: 2, seed: 1, progress: () => undefined };

describe('a stand-in that is killed under load', () => {
  it.each(['service-bus', 'cosmos'] as const)('%s keeps all that it has acknowledged', async (name) => {
    const outcome = await killUnderLoad(name, options);
    expect(outcome).toMatchObject({ kills: 2, lost: 0, stale: 0, resurrected: 0 });
    expect(outcome.acknowledged).toBeGreaterThan(0);
  });
});

describe('the comparison after a kill', () => {
  const message = (id: string, change: Partial<Message> = {}): Message => ({
    id,
    send: 1,
    sent: 'known',
    completed: 'no',
    ...change,
  });
  const seen = (...ids: string[]) => new Map(ids.map((id) => [id, 1]));

  it.each([
    ['finds nothing wrong with what is there', [message('a')], seen('a'), seen('a'), {}],
    ['misses what was acknowledged', [message('a')], seen(), seen('a'), { lost: 1 }],
    ['misses what nobody has completed', [message('a')], seen('a'), seen(), { lost: 1 }],
    [
      'sees what was completed come back',
      [message('a', { completed: 'known' })],
      seen('a'),
      seen('a'),
      { resurrected: 1 },
    ],
    ['accepts either end of a completion in doubt', [message('a', { completed: 'in doubt' })], seen('a'), seen(), {}],
    ['accepts that a send in doubt did nothing', [message('a', { sent: 'in doubt' })], seen(), seen(), {}],
    [
      'misses the other half of a send in doubt',
      [message('a', { sent: 'in doubt' }), message('b', { sent: 'in doubt' })],
      seen('a'),
      seen('a'),
      { lost: 2 },
    ],
    ['sees a message twice', [message('a')], new Map([['a', 2]]), seen('a'), { resurrected: 1 }],
  ])('%s', (_name, messages, kept, worked, wrong) => {
    expect(compare(messages, kept, worked)).toMatchObject({ lost: 0, stale: 0, resurrected: 0, ...wrong });
  });
});
