import { randomBytes } from 'node:crypto';
import type { TraceContext } from './app/worker.ts';

const TRACE_PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span of one invocation: a new one under the caller's trace (W3C `traceparent`), or the root of a new trace. */
export function traceContext(parent: string | undefined, traceState = ''): TraceContext {
  const [, caller, , flags = '01'] = TRACE_PARENT.exec(parent ?? '') ?? [];
  const trace = caller ?? randomBytes(16).toString('hex');
  return {
    traceParent: `00-${trace}-${randomBytes(8).toString('hex')}-${flags}`,
    traceState: caller ? traceState : '',
    attributes: {},
  };
}
