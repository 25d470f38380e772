import type { ChangeOptions } from '../state/state.ts';
import type { Call } from './call.ts';
import { optionsOf } from './cause.ts';

/** How state saves what this call asks for: who asked, what it belongs to, counted once, and only upon what the caller has seen. */
export function commandOf({ context, commandId, ifMatch }: AnyCall): ChangeOptions {
  return { ...optionsOf(context, commandId), once: commandId, ...(ifMatch && { ifMatch }) };
}

type AnyCall = Pick<Call, 'context' | 'commandId' | 'ifMatch'>;
