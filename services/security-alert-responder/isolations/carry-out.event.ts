import { approvalAggregate, takeApproval } from '../../../shared/approvals/approval.store.ts';
import { isRefusal } from '../../../shared/contracts/refusal.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { enqueueDrive } from './drive-isolation.event.ts';
import { isolationList, loadIsolation, moveIsolation } from './isolation.store.ts';
import { approvalIdOf, type Isolation, isolationIdOf, nameOf, type Stage } from './isolation.ts';
import { planOf } from './plan.ts';

type TenantContext = Context & { readonly tenantId: string };

/** A request whose approval is still not there then was cut off while it was made. */
const APPROVAL_COMES_WITHIN_MS = 10 * 60_000;

/** Carries out what a second person has approved, ends what nobody will, and sets going what was cut off before it went. */
export async function carryOut(context: TenantContext): Promise<void> {
  const { state, tenantId } = context;
  const waiting = await state.rows(tenantId, isolationList, { filter: { state: 'waiting-for-approval' } });
  for (const approvalId of new Set(waiting.map(({ id }) => approvalIdOf(id)))) await decide(context, approvalId);
  const planned = await state.rows(tenantId, isolationList, { filter: { state: 'planned' } });
  for (const { id } of planned) await enqueueDrive(context, id);
}

async function decide(context: TenantContext, approvalId: string): Promise<void> {
  const { state, tenantId, clock } = context;
  const isolations = await isolationsOf(context, approvalId);
  const approval = (await state.load(approvalAggregate, tenantId, approvalId))?.state;
  const now = clock.now();
  const at = new Date(now).toISOString();
  if (!approval) {
    const isCutOff = isolations.every(({ requestedAt }) => now > Date.parse(requestedAt) + APPROVAL_COMES_WITHIN_MS);
    return isCutOff ? moveAll(context, isolations, { kind: 'void', at }) : undefined;
  }
  const { status, expiresAt } = approval;
  switch (status.kind) {
    case 'waiting':
      return now < Date.parse(expiresAt) ? undefined : moveAll(context, isolations, { kind: 'rejected', at });
    case 'rejected':
      return moveAll(context, isolations, { kind: 'rejected', at });
    case 'void':
      return moveAll(context, isolations, { kind: 'void', at });
    case 'approved':
      if (!(await isStillGood(context, approvalId, isolations)))
        return moveAll(context, isolations, { kind: 'void', at });
      return moveAll(context, isolations, { kind: 'planned', since: at }, nameOf(status.by));
    case 'used':
      // Nothing else uses it, so this very work was cut off after it had.
      return moveAll(context, isolations, { kind: 'planned', since: at }, nameOf(status.by));
  }
}

/** All that were asked for with the approval. */
async function isolationsOf({ state, tenantId }: TenantContext, approvalId: string): Promise<readonly Isolation[]> {
  const found: Isolation[] = [];
  for (;;) {
    const next = await loadIsolation(state, tenantId, isolationIdOf(approvalId, found.length + 1));
    if (!next) return found;
    found.push(next);
  }
}

/** Uses the approval, unless the same plan would not be made now. */
async function isStillGood(
  { state, tenantId, clock, actor }: TenantContext,
  approvalId: string,
  isolations: readonly Isolation[],
): Promise<boolean> {
  const incident = await state.load(incidentAggregate, tenantId, isolations[0]?.incidentId ?? '');
  const devices = await Promise.all(isolations.map(({ deviceId }) => state.load(deviceAggregate, tenantId, deviceId)));
  if (!incident) return false;
  const there = devices.flatMap((found) => (found ? [found.state] : []));
  const plan = planOf(incident.state, there);
  try {
    await takeApproval(state, { tenantId, id: approvalId }, plan, { now: clock.now(), actor });
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

async function moveAll(
  context: TenantContext,
  isolations: readonly Isolation[],
  stage: Stage,
  approvedBy?: string,
): Promise<void> {
  for (const isolation of isolations)
    if (isolation.stage.kind === 'waiting-for-approval') await moveIsolation(context, isolation, stage, approvedBy);
}
