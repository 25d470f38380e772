import { describe, expect, it } from 'vitest';
import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { openCloudRoom } from '../../../tests/graph-plumbing/room.ts';
import { ringGroups } from './ring-groups.graph.ts';
import { enforcePolicies } from './ring-policies.graph.ts';
import { type OrdersByRing, USUAL_ORDERS } from './ring-policy.ts';

const PATH = '/v1.0/deviceManagement/deviceConfigurations';
const BROAD_SHUT: OrdersByRing = { ...USUAL_ORDERS, Broad: { paused: true, deferral: 9 } };

async function enforced(orders: OrdersByRing) {
  const { graph, cloud } = await openCloudRoom({ devices: 5, arrival: 'by-import' }, 'device-registration');
  const groups = await ringGroups(graph());
  const again = (next = orders, before = orders) =>
    enforcePolicies(graph(), { groups, orders: next, before, now: cloud.clock.now() });
  const { ids } = await enforcePolicies(graph(), { groups, orders, before: null, now: cloud.clock.now() });
  const read = async (ring: (typeof RINGS)[number]) =>
    (await cloud.ask('GET', `${PATH}/${ids[ring]}?$expand=assignments`)).body;
  return { groups, ids, again, read, cloud };
}

describe('the policies of the rings', () => {
  it('are made as the rings want them, each for its group alone, and found again', async () => {
    const { groups, ids, again, read } = await enforced(BROAD_SHUT);
    for (const ring of RINGS)
      expect(
        (await read(ring)).assignments.map(({ target }: { target: { groupId: string } }) => target.groupId),
      ).toEqual([groups[ring]]);
    expect(await read('Broad')).toMatchObject({
      displayName: 'Modern Workplace Update Policy [Broad]',
      qualityUpdatesDeferralPeriodInDays: 9,
      qualityUpdatesPaused: true,
    });
    expect(await again()).toEqual({ ids, drift: [] });
  });

  it('are put right when somebody changes them, a pause or deferral included', async () => {
    const { ids, again, read, cloud } = await enforced(BROAD_SHUT);
    const change = { qualityUpdatesPaused: false, qualityUpdatesDeferralPeriodInDays: 0, userPauseAccess: 'enabled' };
    await cloud.ask('PATCH', `${PATH}/${ids.Broad}`, change);
    const { drift } = await again();
    expect(drift).toEqual(
      expect.arrayContaining([
        { ring: 'Broad', setting: 'qualityUpdatesPaused', found: 'false' },
        { ring: 'Broad', setting: 'qualityUpdatesDeferralPeriodInDays', found: '0' },
        { ring: 'Broad', setting: 'userPauseAccess', found: 'enabled' },
      ]),
    );
    expect(drift).toHaveLength(3);
    expect(await read('Broad')).toMatchObject({ qualityUpdatesPaused: true, qualityUpdatesDeferralPeriodInDays: 9 });
  });

  it('follow new orders, which are nobody’s drift', async () => {
    const { again, read } = await enforced(BROAD_SHUT);
    expect((await again(USUAL_ORDERS, BROAD_SHUT)).drift).toEqual([]);
    expect(await read('Broad')).toMatchObject({ qualityUpdatesPaused: false });
  });

  it('keep a pause for longer than the 35 days that Windows does', async () => {
    const { again, read, cloud } = await enforced(BROAD_SHUT);
    for (let days = 10; days <= 60; days += 10) {
      cloud.clock.jumpTo(cloud.clock.now() + 10 * DAY_MS);
      expect((await again()).drift).toEqual([]);
      expect(await read('Broad')).toMatchObject({ qualityUpdatesPaused: true });
    }
  });

  it('pause again what had lapsed while nobody looked', async () => {
    const { again, read, cloud } = await enforced(BROAD_SHUT);
    cloud.clock.jumpTo(cloud.clock.now() + 40 * DAY_MS);
    expect(await read('Broad')).toMatchObject({ qualityUpdatesPaused: false });
    await again();
    expect(await read('Broad')).toMatchObject({ qualityUpdatesPaused: true });
  });
});
