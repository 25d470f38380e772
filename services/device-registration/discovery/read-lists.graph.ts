import { isGraphFailure } from '../../../shared/graph/errors.ts';
import type { CallContext } from '../microsoft.graph.ts';
import { listCheckedIn, listEnrolments } from './enrolments.graph.ts';
import { listIdentities } from './identities.graph.ts';
import type { Reading } from './join.ts';

/**
 * Reads Autopilot whole, and of Intune all, or who has checked in since a moment (milliseconds since 1970). Undefined when
 * Microsoft refuses: the next reading is due within the hour, so nothing is tried again before. Throws TryAgainAt.
 */
export async function readLists(context: CallContext, since: number | 'ever'): Promise<Reading | undefined> {
  try {
    const identities = await listIdentities(context);
    const enrolments = since === 'ever' ? await listEnrolments(context) : await listCheckedIn(context, since);
    return { identities, ...enrolments };
  } catch (error) {
    if (!isGraphFailure(error)) throw error;
    context.log.warn('devices could not be discovered', { code: error.code, reason: error.message });
    return undefined;
  }
}
