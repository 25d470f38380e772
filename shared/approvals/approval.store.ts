import { approvalSchema, type Plan } from '../contracts/http/approvals.ts';
import { type AggregateKey, defineAggregate } from '../state/aggregate.ts';
import { defineList } from '../state/lists.ts';
import type { ChangeOptions, State } from '../state/state.ts';
import { type Approval, request, use } from './approval.ts';
import { approvalUnknown, planMoved } from './errors.ts';
import { planHash } from './plan.ts';

export const approvalAggregate = defineAggregate({ kind: 'approval', schemaVersion: 1, schema: approvalSchema });

export const approvalList = defineList({
  name: 'approvals',
  of: approvalAggregate,
  columns: ['requestedAt', 'expiresAt', 'action', 'devices', 'requestedBy', 'status'],
  search: ['action', 'requestedBy'],
  row: ({ requestedAt, expiresAt, plan, requestedBy, status }: Approval) => ({
    requestedAt,
    expiresAt,
    action: plan.action,
    devices: plan.deviceCount,
    requestedBy: requestedBy.kind === 'service' ? requestedBy.id : requestedBy.name,
    status: status.kind,
  }),
});

export type StoredApproval = Approval & { readonly id: string };

/** Asks for approval of the plan. The same id again asks nothing anew. */
export async function requestApproval(
  state: State,
  key: AggregateKey,
  plan: Plan,
  { now, lifetimeMs, ...options }: ChangeOptions & { readonly now: number; readonly lifetimeMs?: number },
): Promise<StoredApproval> {
  const decide = (current: Approval | undefined) =>
    current
      ? undefined
      : {
          state: request(plan, options.actor, now, lifetimeMs),
          audit: { action: 'approval.requested', detail: { planHash: planHash(plan) } },
        };
  return stored(key, (await state.change(approvalAggregate, key, decide, { ...options, expect: 'new' })).state);
}

/** Takes the one use of an approval. Throws Refusal `plan-moved` when the plan is another one by now: then the approval is void. */
export async function takeApproval(
  state: State,
  key: AggregateKey,
  planNow: Plan,
  { now, ...options }: ChangeOptions & { readonly now: number },
): Promise<StoredApproval> {
  const used = await decideApproval(
    state,
    key,
    'used',
    (approval) => use(approval, planNow, options.actor, now),
    options,
  );
  if (used.status.kind === 'void') throw planMoved(planHash(planNow));
  return used;
}

/** Saves what a rule makes of the request for approval. */
export async function decideApproval(
  state: State,
  key: AggregateKey,
  decision: 'approved' | 'rejected' | 'used',
  rule: (approval: Approval) => Approval,
  options: ChangeOptions,
): Promise<StoredApproval> {
  const decide = (current: Approval | undefined) => {
    if (!current) throw approvalUnknown();
    return { state: rule(current), audit: { action: `approval.${decision}`, detail: { planHash: current.planHash } } };
  };
  return stored(key, (await state.change(approvalAggregate, key, decide, options)).state);
}

export async function loadApproval(state: State, { tenantId, id }: AggregateKey): Promise<StoredApproval> {
  return stored({ tenantId, id }, (await state.load(approvalAggregate, tenantId, id))?.state);
}

function stored({ id }: AggregateKey, approval: Approval | undefined): StoredApproval {
  if (!approval) throw approvalUnknown();
  return { id, ...approval };
}
