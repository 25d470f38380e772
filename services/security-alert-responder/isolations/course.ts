import type { Stage, StageOf } from './isolation.ts';

/** An action as Defender has it. */
export interface MachineAction {
  readonly actionId: string;
  readonly status: 'under-way' | 'succeeded' | 'failed';
  /** In Defender's word. */
  readonly said: string;
}

/** What became of a request: Defender has it, refuses it, will show it later, or shows no trace of it though it should. */
export type Sent =
  | { readonly kind: 'taken'; readonly action: MachineAction }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unclear'; readonly lookAgainAt: number }
  | { readonly kind: 'no-trace' };

/** How it goes on; `until` in milliseconds since 1970. */
export type Next = { readonly kind: 'move'; readonly to: Stage } | { readonly kind: 'wait'; readonly until: number };

/** What Defender does not take within an hour is for a person: the attack has moved on. */
const LONGEST_SENDING_MS = 3_600_000;
/** A device that is on does it within minutes; one that is off has a week to come back. */
const FIRST_LOOK_MS = 60_000;
const LONGEST_LOOK_MS = 30 * 60_000;
const LONGEST_FOLLOWING_MS = 7 * 86_400_000;

/** After a request, or after looking for one that `mayHaveGoneOut` before. It carries our id, so no trace means not arrived. */
export function afterSending(
  { since }: StageOf<'sending'>,
  sent: Sent,
  mayHaveGoneOut: boolean,
  now: number,
): Next | 'send-again' {
  const at = new Date(now).toISOString();
  switch (sent.kind) {
    case 'taken':
      return { kind: 'move', to: { kind: 'sent', at, actionId: sent.action.actionId } };
    case 'refused':
      return { kind: 'move', to: { kind: mayHaveGoneOut ? 'unknown' : 'failed', at, why: sent.why } };
    case 'unclear':
      return { kind: 'wait', until: sent.lookAgainAt };
    case 'no-trace':
      if (now <= Date.parse(since) + LONGEST_SENDING_MS) return 'send-again';
      return { kind: 'move', to: { kind: 'unknown', at, why: 'Defender shows no trace of the request.' } };
  }
}

/** After a look at the action; undefined when Defender does not show it. Looks become rarer the longer it takes. */
export function afterLook({ at: sentAt }: StageOf<'sent'>, action: MachineAction | undefined, now: number): Next {
  const at = new Date(now).toISOString();
  if (action?.status === 'succeeded') return { kind: 'move', to: { kind: 'confirmed', at } };
  if (action?.status === 'failed')
    return { kind: 'move', to: { kind: 'failed', at, why: `Defender says ${action.said}.` } };
  const age = now - Date.parse(sentAt);
  if (age >= LONGEST_FOLLOWING_MS)
    return { kind: 'move', to: { kind: 'unknown', at, why: 'Defender has not told of an end within a week.' } };
  return { kind: 'wait', until: now + Math.min(LONGEST_LOOK_MS, Math.max(FIRST_LOOK_MS, age / 5)) };
}
