import { describe, expect, it } from 'vitest';
import { afterLook, afterSending, type MachineAction } from './course.ts';

const START = Date.parse('2026-06-09T08:00:00Z');
const MINUTE = 60_000;
const iso = (time: number) => new Date(time).toISOString();
const sending = { kind: 'sending', since: iso(START), at: iso(START) } as const;
const sent = { kind: 'sent', at: iso(START), actionId: 'action-1' } as const;
const action = (said: string, status: MachineAction['status']): MachineAction => ({
  actionId: 'action-1',
  status,
  said,
});

describe('a request to Defender', () => {
  it('is followed by the action that took it', () => {
    const after = afterSending(sending, { kind: 'taken', action: action('Pending', 'under-way') }, false, START);
    expect(after).toEqual({ kind: 'move', to: sent });
  });

  it('that left no trace goes out again, for an hour; then a person has to look', () => {
    const next = (minutes: number) => afterSending(sending, { kind: 'no-trace' }, true, START + minutes * MINUTE);
    expect(next(60)).toBe('send-again');
    expect(next(61)).toMatchObject({ kind: 'move', to: { kind: 'unknown' } });
  });

  it('that is refused has failed, unless an earlier one may have arrived', () => {
    const refused = { kind: 'refused', why: 'No.' } as const;
    expect(afterSending(sending, refused, false, START)).toMatchObject({ to: { kind: 'failed', why: 'No.' } });
    expect(afterSending(sending, refused, true, START)).toMatchObject({ to: { kind: 'unknown', why: 'No.' } });
  });
});

describe('an action', () => {
  const look = (of: MachineAction | undefined, minutes: number) => afterLook(sent, of, START + minutes * MINUTE);

  it('ends as Defender says', () => {
    expect(look(action('Succeeded', 'succeeded'), 3)).toMatchObject({ to: { kind: 'confirmed' } });
    expect(look(action('TimeOut', 'failed'), 3)).toMatchObject({
      to: { kind: 'failed', why: 'Defender says TimeOut.' },
    });
  });

  it.each([
    [1, 1],
    [20, 4],
    [3 * 24 * 60, 30],
  ])('is looked at after %i minutes again in %i', (age, pause) => {
    expect(look(action('Pending', 'under-way'), age)).toEqual({ kind: 'wait', until: START + (age + pause) * MINUTE });
  });

  it('that Defender does not show, or never ends, is for a person after a week', () => {
    expect(look(undefined, 5)).toMatchObject({ kind: 'wait' });
    expect(look(undefined, 7 * 24 * 60)).toMatchObject({ to: { kind: 'unknown' } });
    expect(look(action('Pending', 'under-way'), 7 * 24 * 60)).toMatchObject({ to: { kind: 'unknown' } });
  });
});
