import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { isRefusal } from '../../../shared/contracts/refusal.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { deviceAggregate } from '../devices/device.store.ts';
import { isolate, release, settle } from '../devices/device.ts';
import { withIsolation } from '../incidents/changes.ts';
import { incidentAggregate } from '../incidents/incident.store.ts';
import { urgent } from '../microsoft.graph.ts';
import { afterLook, afterSending, type Next } from './course.ts';
import { loadIsolation, moveIsolation } from './isolation.store.ts';
import type { At, Isolation } from './isolation.ts';
import { readAction, sendAction } from './machine-actions.graph.ts';

const work = defineWork({ type: 'omd.work.drive-isolation.v1', data: z.object({ isolationId: z.string() }) });

/** Carries an isolation on, and comes back until it has an end: each time as a message of its own, whose attempts begin anew. */
export const driveIsolation = on(work, {
  async handle({ tenantid: tenantId, data }, context: Context) {
    const own = { ...context, tenantId };
    const again = await drive(own, data.isolationId);
    if (again !== undefined) await enqueueDrive(own, data.isolationId, again);
  },
});

/** Looks so close together are one. */
const LOOK_EVERY_MS = 15_000;

/** At once, or at a moment (milliseconds since 1970). Asked for again, nothing is done twice. */
export async function enqueueDrive(context: TenantContext, isolationId: string, moment?: number): Promise<void> {
  const { bus, tenantId } = context;
  const look = moment === undefined ? undefined : Math.ceil(moment / LOOK_EVERY_MS);
  const id = look === undefined ? isolationId : `${isolationId}@${look}`;
  const at = look !== undefined && { at: look * LOOK_EVERY_MS };
  await bus.enqueue(work, { isolationId }, { tenantId, id, cause: causeOf(context), ...at });
}

/** When to come back, in milliseconds since 1970; undefined at the end. */
async function drive(context: TenantContext, isolationId: string): Promise<number | undefined> {
  const isolation = await loadIsolation(context.state, context.tenantId, isolationId);
  if (!isolation) return undefined;
  const { stage } = isolation;
  switch (stage.kind) {
    case 'waiting-for-approval':
    case 'rejected':
    case 'void':
      return undefined;
    case 'planned':
      if (await take(context, isolation)) return send(context, { ...isolation, stage });
      return go(context, isolation, { kind: 'move', to: { kind: 'void', at: iso(context) } });
    case 'sending':
      return ask(context, { ...isolation, stage }, Date.parse(stage.at));
    case 'sent':
      return follow(context, { ...isolation, stage });
    case 'confirmed':
    case 'failed':
    case 'unknown':
      return conclude(context, isolation, stage.kind);
  }
}

async function go(context: TenantContext, isolation: Isolation, next: Next): Promise<number | undefined> {
  if (next.kind === 'wait') return next.until;
  await moveIsolation(context, isolation, next.to, optionsOf(context));
  return drive(context, isolation.isolationId);
}

/** Whether the device is ours to isolate or release: one at a time may, whatever was approved. */
async function take(context: TenantContext, isolation: Isolation): Promise<boolean> {
  const { state, tenantId } = context;
  const { isolationId, deviceId } = isolation;
  const rule = isolation.wanted === 'isolate' ? isolate(isolationId) : release(isolationId, isolation.releases);
  try {
    await state.change(deviceAggregate, { tenantId, id: deviceId }, rule, optionsOf(context));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** That the request may go out is written down first, and only who wrote it lets it go out. */
async function send(context: TenantContext, isolation: At<'planned' | 'sending'>): Promise<number | undefined> {
  const stage = { kind: 'sending' as const, since: isolation.stage.since, at: iso(context) };
  if (await moveIsolation(context, isolation, stage, optionsOf(context)))
    return ask(context, { ...isolation, stage }, undefined);
  return drive(context, isolation.isolationId);
}

async function ask(
  context: TenantContext,
  isolation: At<'sending'>,
  maybeSentAt: number | undefined,
): Promise<number | undefined> {
  const graph = urgent(context, `${isolation.wanted} a device under attack`);
  const sent = await sendAction(graph, isolation, maybeSentAt);
  const next = afterSending(isolation.stage, sent, maybeSentAt !== undefined, context.clock.now());
  return next === 'send-again' ? send(context, isolation) : go(context, isolation, next);
}

async function follow(context: TenantContext, isolation: At<'sent'>): Promise<number | undefined> {
  const { stage } = isolation;
  const action = await readAction(urgent(context, 'following an isolation'), stage.actionId);
  return go(context, isolation, afterLook(stage, action, context.clock.now()));
}

/** Device and incident as it ended. */
async function conclude(
  context: TenantContext,
  { deviceId, incidentId, isolationId: id, wanted }: Isolation,
  outcome: 'confirmed' | 'failed' | 'unknown',
): Promise<undefined> {
  const { state, tenantId } = context;
  const options = optionsOf(context);
  await state.change(deviceAggregate, { tenantId, id: deviceId }, settle({ wanted, id, outcome }), options);
  if (outcome !== 'confirmed') return;
  const isolated = withIsolation(deviceId, wanted === 'isolate');
  await state.change(incidentAggregate, { tenantId, id: incidentId }, isolated, options);
}

const iso = ({ clock }: Context): string => new Date(clock.now()).toISOString();
