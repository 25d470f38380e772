import type { Json } from '../../contracts/json.ts';
import { isGraphFailure } from '../errors.ts';
import type { Purpose } from '../purpose.ts';
import type { Answer, Target } from './call.ts';
import { send, type Wire } from './send.ts';

/** Something that is done again when it is sent again, so it is sent once and looked up after. */
export interface Intent<E> {
  readonly target: Target;
  readonly method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: Json;
  /**
   * `key`: the object carries a name of ours, so when it is not there, it was not made. `act`: an action leaves traces
   * that may be late, or none, so it never goes out twice by itself: what cannot be seen is for a person.
   */
  readonly repeat: 'key' | 'act';
  /** Looks for our name, or for the action's traces. Undefined when there is nothing (yet). */
  evidence(): Promise<E | undefined>;
  /** What is known of it from before, as the caller keeps it with its own state. */
  readonly before: Dispatch;
}

/** Kept before the call goes out, so that whoever comes after a crash knows that it may have been sent. */
export type Dispatch =
  | { readonly kind: 'not-sent' }
  /** Milliseconds since 1970. */
  | { readonly kind: 'maybe-sent'; readonly at: number };

export type Outcome<E> =
  /** Sent just now, and taken. */
  | { readonly kind: 'dispatched'; readonly answer: Answer }
  /** It had been done: this shows it. */
  | { readonly kind: 'confirmed'; readonly evidence: E }
  /** Not to be seen yet: look again then, with `before: maybe-sent`. */
  | { readonly kind: 'unclear'; readonly lookAgainAt: number }
  /** Not to be seen after so long, and not to be sent again: a person decides. */
  | { readonly kind: 'unknown' };

/** Microsoft's replicas lag: for so long "not there" proves nothing. */
const BELIEVED_AFTER_MS = 2 * 60_000;
const LOOK_AGAIN_MS = 24_000;

/** Carries out an intent, without ever doing twice what was done. Throws what `send` throws, but no unknown outcome. */
export async function perform<E>(wire: Wire, purpose: Purpose, intent: Intent<E>): Promise<Outcome<E>> {
  const { before, repeat } = intent;
  if (before.kind === 'not-sent') return dispatch(wire, purpose, intent);
  const evidence = await intent.evidence();
  if (evidence !== undefined) return { kind: 'confirmed', evidence };
  const now = wire.clock.now();
  if (now < before.at + BELIEVED_AFTER_MS) return { kind: 'unclear', lookAgainAt: now + LOOK_AGAIN_MS };
  return repeat === 'key' ? dispatch(wire, purpose, intent) : { kind: 'unknown' };
}

async function dispatch<E>(wire: Wire, purpose: Purpose, intent: Intent<E>): Promise<Outcome<E>> {
  const { target, method, body } = intent;
  const call = { target, method, repeat: 'once' as const, ...(body !== undefined && { body }) };
  try {
    return { kind: 'dispatched', answer: await send(wire, purpose, call) };
  } catch (error) {
    if (!isGraphFailure(error, 'graph-outcome-unknown')) throw error;
    const evidence = await intent.evidence();
    if (evidence !== undefined) return { kind: 'confirmed', evidence };
    return { kind: 'unclear', lookAgainAt: wire.clock.now() + LOOK_AGAIN_MS };
  }
}
