import { demandSamePlan, planHash } from '../../../shared/approvals/plan.ts';
import { ringMoveEndpoints } from '../../../shared/contracts/http/ring-moves.ts';
import { accepted, ok } from '../../../shared/functions/answers.ts';
import { causeOf } from '../../../shared/functions/cause.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { devicesByRing, loadDevices } from '../devices/device.store.ts';
import { deviceNotManaged, deviceUnknown } from '../errors.ts';
import { gatedDevices } from '../gate/gated-devices.store.ts';
import { currentOf } from '../releases/adopt.ts';
import { recentReleases } from '../releases/release.store.ts';
import { moveDevices } from './move-devices.event.ts';
import { forecastOf, movesOf, planOf, ringsAfter } from './ring-move.ts';

export const ringMoveRoutes = routes(ringMoveEndpoints, {
  async planRingMove({ context: { state, tenantId, clock }, body: { devices: asked, ring: target } }) {
    const devices = await demandDevices(state, tenantId, asked);
    const plan = planOf(devices, target);
    const release = currentOf(await recentReleases(state, tenantId));
    const gated = await gatedDevices(state, tenantId);
    return ok({
      plan,
      planHash: planHash(plan),
      forecast: forecastOf(devices, target, release),
      rings: ringsAfter(devices, target, await devicesByRing(state, tenantId)),
      moves: movesOf(devices, target, { release, gated, now: clock.now() }),
    });
  },

  async moveDevices(call) {
    const { context, body, commandId } = call;
    const { state, tenantId, bus } = context;
    const devices = await demandDevices(state, tenantId, body.devices);
    demandSamePlan(planOf(devices, body.ring), body.planHash);
    const { state: operation } = await state.operations.create(
      tenantId,
      commandId,
      'move-devices',
      ['devices'],
      commandOf(call),
    );
    const { ring, reason } = body;
    const work = {
      devices: devices.map(({ deviceId }) => deviceId),
      ring,
      reason,
      by: context.actor,
      operationId: commandId,
    };
    await bus.enqueue(moveDevices.work, work, { tenantId, id: commandId, cause: causeOf(context, commandId) });
    if (!operation) throw new TypeError('Nothing removes an operation.');
    const location = `/api/v1/update-orchestrator/tenants/${tenantId}/operations/${commandId}`;
    return accepted({ id: commandId, ...operation }, location);
  },
});

async function demandDevices(state: Parameters<typeof loadDevices>[0], tenantId: string, asked: readonly string[]) {
  const ids = [...new Set(asked)].sort();
  const devices = await loadDevices(state, tenantId, ids);
  if (devices.length < ids.length) throw deviceUnknown();
  const unmanaged = devices.find(({ managedDeviceId }) => managedDeviceId === null);
  if (unmanaged) throw deviceNotManaged(unmanaged.deviceId);
  return devices;
}
