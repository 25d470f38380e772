import type { TraceContext } from './app/worker.ts';
import type { NewId } from './identifiers.ts';

/** Whoever caused an invocation, as W3C Trace Context says it; nothing of it can be trusted. */
export interface Caller {
  readonly traceParent?: string | undefined;
  readonly traceState?: string | undefined;
}

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span of one invocation: a new one under the caller's trace, or the root of a new trace. */
export function traceContext(newId: NewId, { traceParent = '', traceState = '' }: Caller = {}): TraceContext {
  const [, callersTrace, , flags = '01'] = TRACE_PARENT.exec(traceParent) ?? [];
  return {
    traceParent: `00-${callersTrace ?? newId(16)}-${newId(8)}-${flags}`,
    traceState: callersTrace ? traceState : '',
    attributes: {},
  };
}
