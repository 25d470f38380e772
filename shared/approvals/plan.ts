import { type Plan, planSummarySchema } from '../contracts/http/approvals.ts';
import { canonicalJson } from '../state/canonical-json.ts';
import { digest } from '../state/digest.ts';
import { planMoved } from './errors.ts';

const FIRST_DEVICES = 20;

/** Names exactly this plan: 43 characters. Whoever applies or approves quotes it. */
export const planHash = (plan: Plan): string => digest(canonicalJson(plan));

/** Refuses to apply another plan than the one that was looked at: the world has moved, or the caller is mistaken. */
export function demandSamePlan(planNow: Plan, quotedHash: string): void {
  if (planHash(planNow) !== quotedHash) throw planMoved(planHash(planNow));
}

/** What a person needs in order to decide. */
export function summaryOf({ devices, basis, ...plan }: Plan) {
  return planSummarySchema.parse({
    ...plan,
    deviceCount: devices.length,
    firstDevices: devices.slice(0, FIRST_DEVICES),
  });
}
