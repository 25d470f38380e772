import { Refusal } from '../contracts/refusal.ts';

export const approvalUnknown = () => new Refusal('not-found', 'There is no such request for approval.');

export const approverIsRequester = () =>
  new Refusal('approver-is-requester', 'Whoever asks cannot be the one who approves.');

export const approvalExpired = (expiresAt: string) =>
  new Refusal('approval-expired', `The request expired at ${expiresAt}.`, { detail: { expiresAt } });

export const approvalDecided = (status: string) =>
  new Refusal('approval-decided', `The request is ${status} already.`, { detail: { status } });

export const approvalMissing = (status: string) =>
  new Refusal('approval-missing', `The plan needs an approval; the request is ${status}.`, { detail: { status } });

export const planMoved = (planHash: string) =>
  new Refusal('plan-moved', 'The plan is another one now: look at it again.', { detail: { planHash } });
