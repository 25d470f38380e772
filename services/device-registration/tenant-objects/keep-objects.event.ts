import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { isActive } from '../tenants/demand-active.event.ts';
import {
  assignProfile,
  type ListedObjects,
  listObjects,
  makeObject,
  repairObject,
  standingFailure,
} from './tenant-objects.graph.ts';
import { beginObjects, loadObjects, noteObject } from './tenant-objects.store.ts';
import { idOf, stateOfObject } from './tenant-objects.ts';
import { WANTED_GROUPS, WANTED_PROFILES, type WantedObject, type WantedProfile } from './wanted-objects.ts';

const work = defineWork({ type: 'omd.work.set-up-tenant.v1', data: z.object({ operationId: z.string() }) });

/** Has a tenant set up that was enrolled at a moment; an operation of that name follows it. */
export async function startSetUp(context: TenantContext, enrolledAt: string): Promise<void> {
  const { bus, tenantId } = context;
  const operationId = `set-up-${Date.parse(enrolledAt)}`;
  await context.state.operations.create(tenantId, operationId, 'set-up-tenant', STEPS, optionsOf(context));
  await beginObjects(context.state, tenantId, operationId, optionsOf(context));
  await bus.enqueue(work, { operationId }, { tenantId, id: operationId, cause: causeOf(context) });
}

export const setUpTenant = on(work, {
  async handle({ tenantid }, context: Context) {
    if (await isActive(context, tenantid)) await keepObjects({ ...context, tenantId: tenantid });
  },
});

/** Makes what is missing, or missing again, of the service's groups and Autopilot profiles, and sets right what was changed. */
export async function keepObjects(context: TenantContext): Promise<void> {
  const objects = await loadObjects(context.state, context.tenantId);
  if (!objects) return;
  const { operationId } = objects;
  try {
    const listed = await listObjects(context);
    const groupIds = new Map<string, string>();
    for (const group of WANTED_GROUPS) {
      groupIds.set(group.key, await keep(context, group, listed));
      await progress(context, operationId, 'groups', groupIds.size, WANTED_GROUPS.length);
    }
    for (const [number, profile] of WANTED_PROFILES.entries()) {
      await assign(context, profile, await keep(context, profile, listed), groupIds, listed);
      await progress(context, operationId, 'autopilot-profiles', number + 1, WANTED_PROFILES.length);
    }
    await finish(context, operationId, { kind: 'succeeded', result: { groups: Object.fromEntries(groupIds) } });
  } catch (error) {
    const failure = standingFailure(error);
    if (!failure) throw error;
    context.log.warn('a tenant could not be set up', failure);
    await finish(context, operationId, { kind: 'failed', ...failure });
  }
}

const STEPS = ['groups', 'autopilot-profiles'] as const;

async function keep(context: TenantContext, wanted: WantedObject, listed: ListedObjects): Promise<string> {
  const { state, tenantId, clock } = context;
  const noted = await loadObjects(state, tenantId);
  const before = noted ? stateOfObject(noted, wanted.key) : { kind: 'missing' as const };
  const now = clock.now();
  const options = optionsOf(context);
  const found = idOf(before, listed.idOf(wanted), now);
  if (found !== undefined && !listed.isRight(wanted)) await repairObject(context, wanted, found);
  else if (found !== undefined && before.kind === 'present' && before.id === found) return found;
  const maybeMadeAt = before.kind === 'maybe-made' ? before.at : undefined;
  if (found === undefined && maybeMadeAt === undefined)
    await noteObject(state, tenantId, wanted.key, { kind: 'maybe-made', at: now }, options);
  const id = found ?? (await makeObject(context, wanted, maybeMadeAt));
  await noteObject(state, tenantId, wanted.key, { kind: 'present', id, at: now }, options);
  return id;
}

/** A profile of the service is for its own groups alone: what somebody has assigned beside them is taken back. */
async function assign(
  context: TenantContext,
  profile: WantedProfile,
  id: string,
  groupIds: ReadonlyMap<string, string>,
  listed: ListedObjects,
): Promise<void> {
  const wanted = profile.groups.flatMap((key) => groupIds.get(key) ?? []);
  const assigned = listed.assignedTo(id);
  const isRight = assigned.length === wanted.length && wanted.every((group) => assigned.includes(group));
  if (!isRight) await assignProfile(context, id, wanted);
}

function progress(
  { state, tenantId, ...context }: TenantContext,
  id: string,
  name: string,
  done: number,
  total: number,
) {
  return state.operations.progress(tenantId, id, { name, done, total }, optionsOf(context));
}

function finish(context: TenantContext, id: string, outcome: Parameters<Context['state']['operations']['finish']>[2]) {
  return context.state.operations.finish(context.tenantId, id, outcome, optionsOf(context));
}
