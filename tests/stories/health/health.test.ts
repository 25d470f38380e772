import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY, HOUR } from '../../../infra/local/fleet/model/time.ts';
import { deviceIdOf, openFleet } from '../fleet.ts';
import { part, TENANT } from '../product.ts';

const START = Date.parse('2026-06-08T00:00:00Z');
const DEVICES = 120;

const services = part('health-watch', new URL('watch/', import.meta.url));

async function fleetOf(devices: number) {
  const fleet = await openFleet({ start: START, devices, services });
  onTestFinished(() => fleet.platform.close());
  return {
    ...fleet,
    until: (time: number) => fleet.platform.driver.runUntil(time),
    /** The devices that really crashed between two moments. */
    crashedBetween(from: number, until: number): string[] {
      const crashed = fleet.tenant.fleet.stopErrors().filter(({ time }) => time >= from && time <= until);
      return [...new Set(crashed.map(({ device }) => deviceIdOf(device)))].sort();
    },
  };
}

describe('a fleet', () => {
  it('is watched in silence, until a wave of crashes is an incident about the right devices, which closes by itself', async () => {
    const fleet = await fleetOf(DEVICES);
    await fleet.until(START + DAY);
    const [calls, units] = [fleet.calls(), fleet.requestUnits()];
    await fleet.until(START + DAY + 5 * HOUR);
    expect((await fleet.read('/health-incidents')).items).toEqual([]);
    expect(fleet.calls() - calls).toBeLessThan(20);
    expect(fleet.requestUnits() - units).toBeLessThan(DEVICES * 2);

    // A Tuesday morning: whoever is online then, or comes online within the hour.
    const wave = START + DAY + 9 * HOUR;
    await fleet.until(wave);
    fleet.inject({
      who: { percent: 40 },
      effect: { kind: 'crash', withinMinutes: 60, code: '0x00000050', module: 'csagent.sys' },
    });
    await fleet.until(START + 3 * DAY + 5 * HOUR);
    const crashed = fleet.crashedBetween(wave, START + 2 * DAY);
    const [incident] = (await fleet.read('/health-incidents')).items;
    expect(incident).toMatchObject({ id: 'stop-errors-2026-06-11', signal: 'stop-errors', state: 'open' });
    const evidence = await fleet.read(`/health-incidents/${incident.id}`);
    expect(evidence.rule).toBe('running-bet');
    expect(evidence.causes[0]).toEqual({ stopCode: '0x00000050', module: 'csagent.sys', devices: crashed.length });
    expect(evidence.devices).toEqual(expect.arrayContaining(crashed));
    expect(evidence.affected).toBe(crashed.length);
    expect(evidence.sentence).toContain(`${crashed.length} of`);

    const health = await fleet.read('/health');
    expect(health).toMatchObject({ readAt: '2026-06-11T04:15:00.000Z', dataUntil: '2026-06-10T00:00:00.000Z' });
    const [stops] = health.signals;
    expect(stops).toMatchObject({ signal: 'stop-errors', state: 'incident', incidentId: incident.id, learning: true });
    expect(stops.trend.at(-1)).toMatchObject({ day: '2026-06-09', affected: crashed.length });
    const unhealthy = await fleet.read('/device-health?stopErrors=unhealthy&limit=500');
    expect(unhealthy.items).toHaveLength(stops.unhealthyDevices);

    const timeline = await fleet.read(`/api/v1/health-monitor/tenants/${TENANT}/devices/${crashed[0]}/timeline`);
    expect(timeline.items[0]).toMatchObject({
      kind: 'event',
      event: {
        type: 'omd.device.health-changed.v1',
        data: { now: 'unhealthy', sentence: expect.stringContaining('0x00000050 in csagent.sys') },
      },
    });

    await fleet.until(START + 6 * DAY + 5 * HOUR);
    const closed = await fleet.read(`/health-incidents/${incident.id}`);
    expect(closed).toMatchObject({ state: 'closed', closedAt: '2026-06-14T04:15:00.000Z', affected: crashed.length });
    expect(closed.windows).toHaveLength(3);
    expect((await fleet.read('/health-incidents')).items).toHaveLength(1);
  });

  it('is read late when Graph is down, and once', async () => {
    const fleet = await fleetOf(40);
    await fleet.until(START + 4 * HOUR);
    fleet.inject({ until: 'PT1H', effect: { kind: 'graphErrors', status: 504, share: 1 } });
    await fleet.until(START + 5 * HOUR - 1);
    expect((await fleet.read('/health')).readAt).toBeNull();
    await fleet.until(START + 12 * HOUR);
    expect(await fleet.read('/health')).toMatchObject({
      readAt: '2026-06-08T04:15:00.000Z',
      signals: [{}, { trend: [{ day: '2026-06-08' }] }, {}],
    });
  });

  it('without its firewalls is an incident that names what is surely missed, by the threshold of the tenant', async () => {
    const fleet = await fleetOf(60);
    const settings = await fleet.read('/health-settings');
    expect(settings.thresholds).toEqual({ 'stop-errors': 0.97, firewall: 0.95, bitlocker: 0.95 });
    const lenient = { ...settings, thresholds: { ...settings.thresholds, bitlocker: 0.8 } };
    await fleet.ada('PUT', '/health-settings', { body: lenient });
    await fleet.until(START + 1 * DAY);
    fleet.inject({ who: { percent: 50 }, effect: { kind: 'firewallOff' } });
    await fleet.until(START + 2 * DAY);
    const { signals } = await fleet.read('/health');
    expect(signals[1]).toMatchObject({ signal: 'firewall', state: 'incident', threshold: 0.95 });
    expect(signals[2]).toMatchObject({ signal: 'bitlocker', state: 'healthy', threshold: 0.8 });
    const { items } = await fleet.read('/health-incidents?signal=firewall');
    expect(items).toMatchObject([{ id: 'firewall-2026-06-09', state: 'open' }]);
    expect(await fleet.read('/health-incidents/firewall-2026-06-09')).toMatchObject({ rule: 'surely-below' });
    expect(await fleet.read('/health-incidents/firewall-1999-01-01')).toMatchObject({ code: 'incident-unknown' });
  });
});
