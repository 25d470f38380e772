import type { ServiceName } from '../../contracts/events/topology.ts';
import type { Lane } from '../budget/lanes.ts';
import type { Purpose } from '../purpose.ts';
import { type Call, isWrite } from './call.ts';

/** Headers of every call. `path` is below the version. */
export function headersOf(service: ServiceName, { lane, reason, correlationId }: Purpose, call: Call, path: string) {
  return {
    Accept: 'application/json',
    // Reading recovery keys and local passwords is refused without it.
    'User-Agent': `open-managed-desktop/${service}`,
    'client-request-id': correlationId,
    'x-ms-throttle-priority': PRIORITY[lane],
    // New members of enumerations come as what they are, not as `unknownFutureValue`.
    Prefer: 'include-unknown-enum-members',
    ...(isWrite(call) && INTUNE.test(path) && { 'x-msft-approval-justification': justification(reason) }),
    ...call.headers,
  };
}

/** The directory's own lanes. */
const PRIORITY: Readonly<Record<Lane, string>> = { security: 'High', person: 'Normal', background: 'Low' };

const INTUNE = /^\/device(management|appmanagement)\//i;

const LONGEST_JUSTIFICATION = 1_024;

/** Where several administrators must agree, a write without a reason is refused; elsewhere it does no harm. */
function justification(reason: string): string {
  return Buffer.from(reason.slice(0, LONGEST_JUSTIFICATION)).toString('base64');
}
