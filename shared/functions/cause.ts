import type { Cause } from '../state/cause.ts';
import type { ChangeOptions } from '../state/state.ts';
import type { Context } from './context.ts';

type Invoked = Pick<Context, 'correlationId' | 'traceparent'>;

/** What led to whatever this invocation changes or sends; `id` is that of the command, where one is known. */
export function causeOf({ correlationId, traceparent }: Invoked, id?: string): Cause {
  return { ...(id !== undefined && { id }), correlationId, ...(traceparent && { traceparent }) };
}

/** How state saves what this invocation changes: by whom, and what led to it. */
export function optionsOf(context: Invoked & Pick<Context, 'actor'>, id?: string) {
  return { actor: context.actor, cause: causeOf(context, id) } satisfies ChangeOptions;
}
