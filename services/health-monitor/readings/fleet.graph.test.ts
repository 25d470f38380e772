import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { CONTOSO, openCloudRoom, openRoom } from '../../../tests/graph-plumbing/room.ts';
import { readFirewallReport, startFirewallReport } from './firewall-report.graph.ts';
import { listFleet } from './fleet.graph.ts';
import { isAnalyticsEmpty, readStopErrors, readStopSums } from './stop-errors.graph.ts';

const MINUTE_MS = 60_000;

describe('the fleet as Microsoft shows it', () => {
  it('lists its Windows devices, as many as its own head count says', async () => {
    const { graph } = await openCloudRoom({ devices: 30 }, 'health-monitor');
    const devices = await listFleet(graph());
    expect(devices?.size).toBeGreaterThan(25);
    for (const [id, device] of devices ?? []) {
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(device).toMatchObject({ model: expect.any(String), isEncrypted: expect.any(Boolean) });
    }
  });

  it('is no list when it ends early', async () => {
    const device = (n: number) => ({
      id: `${CONTOSO.slice(0, -3)}${String(n).padStart(3, '0')}`,
      operatingSystem: 'Windows',
      isEncrypted: true,
      lastSyncDateTime: '2026-06-09T00:00:00Z',
    });
    const room = await openRoom(({ target }) =>
      target.includes('Overview')
        ? { status: 200, body: { deviceOperatingSystemSummary: { windowsCount: 100 } } }
        : { status: 200, body: { value: Array.from({ length: 97 }, (_, n) => device(n)) } },
    );
    expect(await listFleet(room.graph())).toBeUndefined();
  });

  it('has stop errors summed up, and each of them among the starts of its device', async () => {
    const { graph, cloud } = await openCloudRoom({ devices: 300 }, 'health-monitor');
    cloud.clock.jumpTo(cloud.clock.now() + 14 * DAY_MS);
    const sums = await readStopSums(graph());
    expect(sums.size).toBeGreaterThan(0);
    const found = await readStopErrors(graph(), [...sums.keys()]);
    for (const [id, sum] of sums) expect(found.get(id)).toHaveLength(sum);
    const [stop] = [...found.values()].flat();
    expect(stop).toMatchObject({
      isTimed: true,
      stopCode: expect.stringMatching(/^0x[0-9A-F]{8}$/),
      module: expect.stringMatching(/^(\w+\.(sys|exe)|GenuineIntel|AuthenticAMD)$/),
      osVersion: expect.stringMatching(/^10\.0\.\d+\.\d+$/),
    });
    expect(await isAnalyticsEmpty(graph())).toBe(false);
  });

  it('has no analytics below five devices', async () => {
    const { graph } = await openCloudRoom({ devices: 3 }, 'health-monitor');
    expect(await isAnalyticsEmpty(graph())).toBe(true);
  });

  it('reports its firewalls after a while', async () => {
    const { graph, cloud } = await openCloudRoom({ devices: 200 }, 'health-monitor');
    const job = await startFirewallReport(graph());
    const ask = (isPatient: boolean) => readFirewallReport(graph(), job, { now: cloud.clock.now(), isPatient });
    await expect(ask(true)).rejects.toMatchObject({ name: 'TryAgainAt', at: cloud.clock.now() + 10_000 });
    expect(await ask(false)).toBeUndefined();
    cloud.clock.jumpTo(cloud.clock.now() + MINUTE_MS);
    const firewalls = await ask(true);
    const fleet = await listFleet(graph());
    expect([...(firewalls?.keys() ?? [])].sort()).toEqual([...(fleet?.keys() ?? [])].sort());
    expect(new Set(firewalls?.values())).toEqual(new Set([true, false]));
  });

  it('goes on without a report that is gone', async () => {
    const { graph } = await openCloudRoom({ devices: 10 }, 'health-monitor');
    const job = 'FirewallStatus_00000000-0000-4000-8000-000000000000';
    expect(await readFirewallReport(graph(), job, { now: 0, isPatient: true })).toBeUndefined();
  });
});

describe('a start', () => {
  const startsOf = async (start: object) => {
    const room = await openRoom(({ body }) => {
      const { requests } = JSON.parse(String(body)) as { requests: { id: string }[] };
      const answer = { value: [{ startTime: '2026-06-09T08:00:00Z', operatingSystemVersion: '10.0.1.2', ...start }] };
      return { status: 200, body: { responses: requests.map(({ id }) => ({ id, status: 200, body: answer })) } };
    });
    return (await readStopErrors(room.graph(), [CONTOSO])).get(CONTOSO);
  };

  it.each([
    ['0x0000009F', 'AV_Netwtw10!unknown_function', '0x0000009F', 'Netwtw10.sys'],
    ['0x9f', '0x9F_3_Netwtw14!Foo', '0x0000009F', 'Netwtw14.sys'],
    ['0x124', 'AV_GenuineIntel!x', '0x00000124', 'GenuineIntel'],
    ['0x0000009F', '0x9F_3_power', '0x0000009F', null],
    ['garbage', '', null, null],
    [null, null, null, null],
  ])('after a crash with %s in %s is a stop error %s in %s', async (code, bucket, stopCode, module) => {
    const start = { restartCategory: 'blueScreen', restartStopCode: code, restartFaultBucket: bucket };
    expect(await startsOf(start)).toMatchObject([{ at: '2026-06-09T08:00:00.000Z', stopCode, module }]);
  });

  it('of another kind is none', async () => {
    expect(await startsOf({ restartCategory: 'restartWithUpdate', restartStopCode: '0' })).toEqual([]);
  });
});
