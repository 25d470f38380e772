import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { ringEndpoints } from '../../../shared/contracts/http/rings.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { ringAssignmentList } from '../devices/device.store.ts';
import { currentOf } from '../releases/adopt.ts';
import { ordersFor } from '../releases/orders.ts';
import { recentReleases } from '../releases/release.store.ts';
import { sharesOf } from './ring-placement.ts';
import { loadRingSetup } from './ring-setup.store.ts';
import { RING_DAYS } from './ring-table.ts';

export const ringRoutes = routes(ringEndpoints, {
  async readRings({ context: { state, tenantId, clock } }) {
    const rows = await state.rows(tenantId, ringAssignmentList, {});
    const managed = rows.filter(({ managedDeviceId }) => managedDeviceId !== null);
    const setup = await loadRingSetup(state, tenantId);
    const orders = ordersFor(currentOf(await recentReleases(state, tenantId)), clock.now());
    const shares = sharesOf(managed.length);
    return ok({
      managed: managed.length,
      waiting: managed.filter(({ ring }) => ring === null).length,
      rings: RINGS.map((ring) => {
        const own = rows.filter((row) => row.ring === ring);
        const { deadline, grace } = RING_DAYS[ring];
        return {
          ring,
          share: ring === 'Test' ? null : shares[ring],
          devices: own.length,
          pinned: own.filter(({ assignedBy }) => assignedBy === 'admin').length,
          pending: own.filter(({ pending }) => pending).length,
          deadline,
          grace,
          ...orders[ring],
        };
      }),
      isSetUp: setup.groups !== null && setup.policies !== null,
      drift: setup.drift,
      driftAt: setup.driftAt,
    });
  },

  listRingAssignments: (call) => answerList(call, ringAssignmentList, { defaultSort: 'name' }),
});
