import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import type { RemovalState } from '../../../shared/contracts/http/devices.ts';
import type { Operation } from '../../../shared/contracts/http/operations.ts';
import { causeOf, optionsOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import type { Device } from '../devices/device.ts';
import { onceAllowed, TryAgainAt } from '../microsoft.graph.ts';
import { isReviewHour, NUMBERS } from '../numbers.ts';
import { demandActive } from '../tenants/demand-active.event.ts';
import { deleteIdentity, hasIdentity } from './identity.graph.ts';
import {
  confirmRemoval,
  dispatchRemoval,
  findDevice,
  leaveRemovalUnknown,
  openRemovals,
  planRemoval,
  type RemovalKey,
  refuseRemoval,
} from './removal.store.ts';

type CommandOptions = Parameters<typeof planRemoval>[3];

const work = defineWork({ type: 'omd.work.remove-device.v1', data: z.object({ deviceId: z.string() }) });

/** Plans the removal of a device; its operation tells the end. Throws Refusal `device-unknown`, `device-pending`. */
export async function startRemoval(
  context: TenantContext,
  { deviceId, reason, commandId }: { readonly deviceId: string; readonly reason: string; readonly commandId: string },
  options: CommandOptions,
): Promise<Operation> {
  const { state, bus, clock, tenantId } = context;
  const at = new Date(clock.now()).toISOString();
  const asked = { operationId: commandId, reason, at };
  const id = await planRemoval(state, { tenantId, deviceId }, asked, options);
  const created = await state.operations.create(tenantId, id, 'remove-device', ['autopilot'], optionsOf(context));
  if (!created.state) throw new TypeError('Nothing removes an operation.');
  await bus.enqueue(work, { deviceId }, { tenantId, id, cause: causeOf(context) });
  return { id, ...created.state };
}

/**
 * Takes up removals again whose work was lost: every hour those that have not gone out; once a day those that have, since
 * the work of each looks again by itself, and a second message would look beside it.
 */
export async function resumeRemovals(context: TenantContext, slot: number): Promise<void> {
  const { state, bus, tenantId } = context;
  const kinds = isReviewHour(slot) ? (['planned', 'dispatching'] as const) : (['planned'] as const);
  for (const deviceId of await openRemovals(state, tenantId, kinds))
    await bus.enqueue(work, { deviceId }, { tenantId, id: `${deviceId}/${slot}`, cause: causeOf(context) });
}

export const removeDevice = on(work, {
  async handle({ tenantid, data: { deviceId } }, context: Context) {
    await demandActive(context, tenantid);
    const tenant = { ...context, tenantId: tenantid };
    const device = await findDevice(context.state, { tenantId: tenantid, deviceId });
    const removal = device?.removal;
    if (device && removal) await onceAllowed(context, () => advance(tenant, device, removal));
  },
});

async function advance(context: TenantContext, device: Device, removal: RemovalState): Promise<void> {
  const key = { tenantId: context.tenantId, deviceId: device.deviceId };
  const { autopilotDeviceId } = device;
  switch (removal.kind) {
    case 'planned':
      if (!autopilotDeviceId) return end(context, key, removal);
      await dispatchRemoval(context.state, key, new Date(context.clock.now()).toISOString(), optionsOf(context));
      return ask(context, key, removal, autopilotDeviceId);
    case 'dispatching':
      if (!autopilotDeviceId || !(await hasIdentity(context, autopilotDeviceId))) return end(context, key, removal);
      if (context.clock.now() < Date.parse(removal.dispatchedAt) + NUMBERS.removalDue)
        return ask(context, key, removal, autopilotDeviceId);
      await leaveRemovalUnknown(context.state, key, optionsOf(context));
      return fail(context, removal, 'removal-unknown', 'Autopilot still shows the device a day after it was asked.');
    case 'unknown':
      return;
  }
}

/** Asked twice, Autopilot does it once. */
async function ask(context: TenantContext, key: RemovalKey, removal: RemovalState, id: string): Promise<void> {
  const outcome = await deleteIdentity(context, id);
  switch (outcome.kind) {
    case 'gone':
      return end(context, key, removal);
    case 'asked':
      throw new TryAgainAt(context.clock.now() + NUMBERS.longestPoll, 'outcome-not-visible');
    case 'refused':
      await refuseRemoval(context.state, key, 'autopilot-refused', outcome.message, optionsOf(context));
      return fail(context, removal, 'autopilot-refused', outcome.message);
  }
}

async function end(context: TenantContext, key: RemovalKey, { operationId }: RemovalState): Promise<void> {
  const options = optionsOf(context);
  const { state, tenantId } = context;
  await state.operations.progress(tenantId, operationId, { name: 'autopilot', done: 1, total: 1 }, options);
  const result = { deviceId: key.deviceId };
  await state.operations.finish(tenantId, operationId, { kind: 'succeeded', result }, options);
  await confirmRemoval(state, key, options);
}

async function fail(context: TenantContext, { operationId }: RemovalState, code: string, message: string) {
  const outcome = { kind: 'failed', code, message } as const;
  await context.state.operations.finish(context.tenantId, operationId, outcome, optionsOf(context));
}
