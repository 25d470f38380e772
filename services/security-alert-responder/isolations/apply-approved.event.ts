import { loadApproval, useApproval } from '../../../shared/approvals/approval.store.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { mark } from '../devices/device.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { enqueueStep } from './drive-isolation.event.ts';
import { isolationAggregate, isolationList } from './isolation.store.ts';
import { type Isolation, moved, planOf, type Stage } from './isolation.ts';

type TenantContext = Context & { readonly tenantId: string };

/** Carries out what a second person has approved, and ends what nobody will. Finds nothing: does nothing. */
export async function applyApproved(context: TenantContext): Promise<void> {
  const { state, tenantId } = context;
  const waiting = await state.rows(tenantId, isolationList, { filter: { state: 'waiting-for-approval' } });
  const loaded = await Promise.all(waiting.map(({ id }) => state.load(isolationAggregate, tenantId, id)));
  const byApproval = new Map<string, Isolation[]>();
  for (const found of loaded) {
    const { approvalId, stage } = found?.state ?? {};
    if (!found || !approvalId || stage?.kind !== 'waiting-for-approval') continue;
    byApproval.set(approvalId, [...(byApproval.get(approvalId) ?? []), found.state]);
  }
  for (const [approvalId, isolations] of byApproval) await applyOne(context, approvalId, isolations);
}

async function applyOne(context: TenantContext, approvalId: string, isolations: readonly Isolation[]): Promise<void> {
  const { state, tenantId, clock, actor } = context;
  const now = clock.now();
  const at = new Date(now).toISOString();
  const { status, expiresAt } = await loadApproval(state, { tenantId, id: approvalId });
  const isOver = status.kind === 'rejected' || (status.kind === 'waiting' && now >= Date.parse(expiresAt));
  if (isOver) return moveAll(context, isolations, { kind: 'rejected', at });
  if (status.kind === 'waiting') return;
  // Used already means that this very run was cut off: nothing else uses it.
  if (status.kind === 'approved') {
    const plan = await planNow(context, isolations);
    if (!plan) return moveAll(context, isolations, { kind: 'void', at });
    const used = await useApproval(state, { tenantId, id: approvalId }, plan, { now, actor }).catch(() => undefined);
    if (!used) return moveAll(context, isolations, { kind: 'void', at });
  }
  if (status.kind === 'void') return moveAll(context, isolations, { kind: 'void', at });
  const approvedBy = 'by' in status ? nameOf(status.by) : null;
  for (const isolation of isolations) {
    const { isolationId, deviceId } = isolation;
    await state.change(deviceAggregate, { tenantId, id: deviceId }, mark(isolationId, 'device.isolating'), { actor });
    await state.change(
      isolationAggregate,
      { tenantId, id: isolationId },
      (current) =>
        current?.stage.kind === 'waiting-for-approval'
          ? moved({ ...current, approvedBy }, { kind: 'planned' })
          : undefined,
      { actor },
    );
    await enqueueStep(context, isolationId, 0);
  }
}

/** The plan as the world is now; undefined when the incident is gone. */
async function planNow({ state, tenantId }: TenantContext, isolations: readonly Isolation[]) {
  const incident = await state.load(incidentAggregate, tenantId, isolations[0]?.incidentId ?? '');
  if (!incident) return undefined;
  const devices = await Promise.all(isolations.map(({ deviceId }) => state.load(deviceAggregate, tenantId, deviceId)));
  return planOf(
    incident.state,
    devices.flatMap((found) => (found ? [found.state] : [])),
  );
}

async function moveAll(
  { state, tenantId, actor }: TenantContext,
  isolations: readonly Isolation[],
  stage: Stage,
): Promise<void> {
  for (const { isolationId } of isolations)
    await state.change(
      isolationAggregate,
      { tenantId, id: isolationId },
      (current) => (current?.stage.kind === 'waiting-for-approval' ? moved(current, stage) : undefined),
      { actor },
    );
}

const nameOf = (by: { readonly kind: string; readonly id: string; readonly name?: string }): string => by.name ?? by.id;
