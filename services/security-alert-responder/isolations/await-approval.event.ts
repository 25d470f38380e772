import * as z from 'zod';
import { approvalAggregate, takeApproval } from '../../../shared/approvals/approval.store.ts';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { isRefusal } from '../../../shared/contracts/refusal.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { enqueueDrive } from './drive-isolation.event.ts';
import { loadIsolation, moveIsolation } from './isolation.store.ts';
import { type Isolation, isolationIdOf, nameOf, type Stage } from './isolation.ts';
import { planOf } from './plan.ts';

const work = defineWork({ type: 'omd.work.await-approval.v1', data: z.object({ approvalId: z.string() }) });

const LOOK_EVERY_MS = 60_000;
/** A request whose approval is still not there then was cut off while it was made. */
const APPROVAL_COMES_WITHIN_MS = 10 * 60_000;

/** Looks every minute for the word of the second person, until it is there or the time is over. */
export const awaitApproval = on(work, {
  async handle({ tenantid: tenantId, data }, context: Context) {
    const own = { ...context, tenantId };
    const isDecided = await carryOut(own, data.approvalId);
    if (!isDecided) await enqueueAwait(own, data.approvalId);
  },
});

export async function enqueueAwait(context: TenantContext, approvalId: string): Promise<void> {
  const { bus, clock, tenantId } = context;
  const minute = Math.ceil(clock.now() / LOOK_EVERY_MS) + 1;
  const id = `${approvalId}@${minute}`;
  await bus.enqueue(work, { approvalId }, { tenantId, id, at: minute * LOOK_EVERY_MS, cause: causeOf(context) });
}

/** Carries out what a second person has approved, and ends what nobody will approve. False while the word is awaited. */
export async function carryOut(context: TenantContext, approvalId: string): Promise<boolean> {
  const { state, tenantId, clock } = context;
  const isolations = await isolationsOf(context, approvalId);
  const approval = (await state.load(approvalAggregate, tenantId, approvalId))?.state;
  const now = clock.now();
  const at = new Date(now).toISOString();
  if (!approval) {
    const isCutOff = isolations.every(({ requestedAt }) => now > Date.parse(requestedAt) + APPROVAL_COMES_WITHIN_MS);
    return isCutOff && moveAll(context, isolations, { kind: 'void', at });
  }
  const { status, expiresAt } = approval;
  switch (status.kind) {
    case 'waiting':
      return now >= Date.parse(expiresAt) && moveAll(context, isolations, { kind: 'rejected', at });
    case 'rejected':
      return moveAll(context, isolations, { kind: 'rejected', at });
    case 'void':
      return moveAll(context, isolations, { kind: 'void', at });
    case 'approved':
      if (!(await isStillGood(context, approvalId, isolations)))
        return moveAll(context, isolations, { kind: 'void', at });
      return start(context, isolations, at, nameOf(status.by));
    case 'used':
      // Nothing else uses it, so this very work was cut off after it had.
      return start(context, isolations, at, nameOf(status.by));
  }
}

async function start(
  context: TenantContext,
  isolations: readonly Isolation[],
  since: string,
  approvedBy: string,
): Promise<true> {
  await moveAll(context, isolations, { kind: 'planned', since }, approvedBy);
  for (const { isolationId } of isolations) await enqueueDrive(context, isolationId);
  return true;
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
  context: TenantContext,
  approvalId: string,
  isolations: readonly Isolation[],
): Promise<boolean> {
  const { state, tenantId, clock } = context;
  const incident = await state.load(incidentAggregate, tenantId, isolations[0]?.incidentId ?? '');
  const devices = await Promise.all(isolations.map(({ deviceId }) => state.load(deviceAggregate, tenantId, deviceId)));
  if (!incident) return false;
  const there = devices.flatMap((found) => (found ? [found.state] : []));
  const plan = planOf(incident.state, there);
  try {
    await takeApproval(state, { tenantId, id: approvalId }, plan, { now: clock.now(), ...optionsOf(context) });
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
): Promise<true> {
  for (const isolation of isolations)
    if (isolation.stage.kind === 'waiting-for-approval')
      await moveIsolation(context, isolation, stage, optionsOf(context), approvedBy);
  return true;
}
