import { isGraphFailure } from '../../shared/graph/errors.ts';
import { type Graph, graphOf } from '../../shared/graph/graph.ts';

export { TryAgainAt } from '../../shared/graph/errors.ts';
export { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
export { graphSettings } from '../../shared/graph/settings.ts';

/** The part of a handler's context that a call to Microsoft needs. */
export type CallContext = Parameters<typeof graphOf>[0];

/** Graph for work that nobody waits for. The reason is what Intune shows to its administrators. */
export function background(context: CallContext, reason: string): Graph {
  return graphOf(context, { lane: 'background', reason });
}

/** A failure that stands until somebody does something in the tenant, or starts the product otherwise. */
export function needsPermission(error: unknown): boolean {
  return isGraphFailure(error) && NEEDS_PERMISSION.has(error.code);
}

const NEEDS_PERMISSION: ReadonlySet<string> = new Set([
  'graph-consent-missing',
  'graph-permission-missing',
  'graph-writes-not-allowed',
  'graph-approval-required',
]);
