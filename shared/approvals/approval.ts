import type * as z from 'zod';
import type { Actor } from '../contracts/actor.ts';
import type { approvalSchema, Plan } from '../contracts/http/approvals.ts';
import { approvalDecided, approvalExpired, approvalMissing, approverIsRequester, planMoved } from './errors.ts';
import { planHash, summaryOf } from './plan.ts';

/** A request that a second person looks at a plan before it is applied. */
export type Approval = z.output<typeof approvalSchema>;

/** An approval that nobody gave for a week counts as refused. */
export const LONGEST_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Asks for approval of a plan; `lifetimeMs` is cut at a week. Times are milliseconds since 1970. */
export function request(plan: Plan, requestedBy: Actor, now: number, lifetimeMs = LONGEST_LIFETIME_MS): Approval {
  return {
    plan: summaryOf(plan),
    planHash: planHash(plan),
    requestedBy,
    requestedAt: iso(now),
    expiresAt: iso(now + Math.min(lifetimeMs, LONGEST_LIFETIME_MS)),
    status: { kind: 'waiting' },
  };
}

/** The second person says yes to the plan whose hash they quote. Throws Refusal, also for an administrator who asked. */
export function approve(approval: Approval, by: Actor, quotedHash: string, now: number): Approval {
  demandWaiting(approval, now);
  if (isSamePerson(approval.requestedBy, by)) throw approverIsRequester();
  if (quotedHash !== approval.planHash) throw planMoved(approval.planHash);
  return { ...approval, status: { kind: 'approved', by, at: iso(now) } };
}

/** Says no. The person who asked may do so too: that withdraws the request. */
export function reject(approval: Approval, by: Actor, reason: string, now: number): Approval {
  demandWaiting(approval, now);
  return { ...approval, status: { kind: 'rejected', by, at: iso(now), reason } };
}

/**
 * Uses the approval, once, for the plan as it is made from the world of this moment. When that is another plan than the
 * approved one, the approval becomes void. Throws Refusal when there is nothing to use.
 */
export function use(approval: Approval, planNow: Plan, usedBy: Actor, now: number): Approval {
  const { status } = approval;
  if (status.kind !== 'approved') throw approvalMissing(status.kind);
  if (isExpired(approval, now)) throw approvalExpired(approval.expiresAt);
  if (planHash(planNow) !== approval.planHash) return { ...approval, status: { kind: 'void', at: iso(now) } };
  return { ...approval, status: { ...status, kind: 'used', usedBy, usedAt: iso(now) } };
}

function demandWaiting(approval: Approval, now: number): void {
  if (approval.status.kind !== 'waiting') throw approvalDecided(approval.status.kind);
  if (isExpired(approval, now)) throw approvalExpired(approval.expiresAt);
}

const isExpired = ({ expiresAt }: Approval, now: number): boolean => now >= Date.parse(expiresAt);

/** By object id: names and roles of one person change, and an object id is unique over all of Entra. */
const isSamePerson = (a: Actor, b: Actor): boolean => a.id === b.id;

const iso = (moment: number): string => new Date(moment).toISOString();
