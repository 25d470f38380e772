import { rnd } from '../model/random.ts';
import { rates } from '../model/rates/rates.ts';
import { stream } from '../model/streams.ts';
import { DAY, HOUR, MINUTE } from '../model/time.ts';
import type { Kept } from './table.ts';
import type { Tenant } from './tenant.ts';

/** What a tenant may want a second administrator for, in the words of `operationApprovalPolicyType`. */
export const approvalTypes = ['deviceWipe', 'deviceRetire', 'deviceDelete'] as const;

export type ApprovalType = (typeof approvalTypes)[number];

/** A write that waits for a second administrator. Times are milliseconds since 1970. */
export interface ApprovalRequest {
  readonly app: string;
  readonly type: ApprovalType;
  readonly justification: string;
  /** Method, address and body: what was approved is what may be sent. */
  readonly of: string;
  readonly requestedAt: number;
  readonly completedAt?: number;
}

export type ApprovalStatus = 'needsApproval' | 'approved' | 'rejected' | 'completed' | 'expired';

/** After this nobody may decide any more. */
const LIFETIME_MS = 30 * DAY;

export const expiryOf = ({ requestedAt }: ApprovalRequest) => requestedAt + LIFETIME_MS;

/** The administrators of a tenant decide within the hour, unless a fault keeps them from it or changes their mind. */
export function statusOf(tenant: Tenant, request: Kept<ApprovalRequest>, now: number): ApprovalStatus {
  if (request.completedAt !== undefined) return 'completed';
  const decidedAt = decisionTime(tenant, request);
  if (decidedAt === undefined || decidedAt > now) return now < expiryOf(request) ? 'needsApproval' : 'expired';
  return answers(tenant, decidedAt).includes('no') ? 'rejected' : 'approved';
}

/** When it was last changed. */
export function changedAt(tenant: Tenant, request: Kept<ApprovalRequest>, now: number): number {
  if (request.completedAt !== undefined) return request.completedAt;
  const decidedAt = decisionTime(tenant, request) ?? Number.POSITIVE_INFINITY;
  return decidedAt <= now ? decidedAt : request.requestedAt;
}

function decisionTime(tenant: Tenant, request: Kept<ApprovalRequest>): number | undefined {
  const { decisionShortestMinutes: least, decisionLongestMinutes: most } = rates.security;
  const minutes = least + (most - least) * rnd(tenant.fleet.options.seed, request.number, stream.actionTime);
  for (let time = request.requestedAt + minutes * MINUTE; time < expiryOf(request); time += HOUR)
    if (!answers(tenant, time).includes('none')) return time;
  return undefined;
}

const answers = ({ fleet }: Tenant, time: number) => fleet.faults.active('approver', time).map(({ answer }) => answer);
