import { describe, expect, it, onTestFinished } from 'vitest';
import { DAY, HOUR } from '../../../infra/local/fleet/model/time.ts';
import { stopErrorsObserved } from '../../../shared/contracts/events/health-events.ts';
import { type Fleet, openFleet } from '../fleet.ts';
import { part, TENANT } from '../product.ts';

const DEVICES = 60;
const at = (text: string) => Date.parse(text);

const services = part('updates-watch', new URL('watch/', import.meta.url));

async function fleetFrom(start: number): Promise<Fleet> {
  const fleet = await openFleet({ start, devices: DEVICES, services });
  onTestFinished(() => fleet.platform.close());
  return fleet;
}

/** Goes on there at once, as after an outage: each timer that fell due meanwhile fires once. */
async function leapTo({ platform: { clock, driver } }: Fleet, time: number): Promise<void> {
  clock.jumpTo(time);
  await driver.settle();
}

/** Goes on in steps, each at a time at which all timers have fallen due. */
async function passTo(fleet: Fleet, time: number, step: number): Promise<void> {
  for (let next = fleet.platform.clock.now() + step; next < time; next += step) await leapTo(fleet, next);
  await leapTo(fleet, time);
}

/** Rings of a release by their stage, in order. */
async function stagesOf(fleet: Fleet, releaseId: string): Promise<string[]> {
  const { rings } = await fleet.read(`/releases/${releaseId}`);
  return rings.map(({ stage }: { stage: string }) => stage);
}

interface Status {
  readonly id: string;
  readonly ring: string;
  readonly osVersion: string;
}

const statusOf = async (fleet: Fleet, ring: string): Promise<Status[]> =>
  (await fleet.read(`/update-status?limit=500&ring=${ring}`)).items;

/** Asks for the plan of a move, and for the move. */
async function move(fleet: Fleet, devices: readonly string[], ring: string): Promise<void> {
  const { planHash } = (await fleet.ada('POST', '/ring-moves/plan', { body: { devices, ring } })).body;
  await fleet.ada('POST', '/ring-moves', { body: { devices, ring, planHash, reason: 'Volunteers.' } });
  await fleet.platform.driver.settle();
}

describe('a month that begins with a fix in every ring', () => {
  it('brings the next release to one ring after the other all the same', async () => {
    const fleet = await fleetFrom(at('2026-08-10T07:00:00Z'));
    await passTo(fleet, at('2026-08-10T20:45:00Z'), 8 * HOUR);
    const { rings, managed } = await fleet.read('/rings');
    const ofRing = (name: string) => rings.find(({ ring }: { ring: string }) => ring === name);
    expect(managed).toBe(rings.reduce((sum: number, { devices }: { devices: number }) => sum + devices, 0));
    expect([ofRing('First').devices, ofRing('Fast').devices]).toEqual([3, 9]);
    expect([ofRing('Fast'), ofRing('Broad')]).toMatchObject([
      { paused: true, deferral: 6 },
      { paused: true, deferral: 9 },
    ]);

    await passTo(fleet, at('2026-08-15T20:45:00Z'), DAY);
    expect(await stagesOf(fleet, '2026-08-b')).toEqual(['open', 'open', 'waiting', 'waiting']);
    const { builds } = await fleet.read('/releases/2026-08-b');
    const updated = async (ring: string) =>
      (await statusOf(fleet, ring)).filter(({ osVersion }) => builds.includes(osVersion)).length;
    expect(await updated('First')).toBeGreaterThan(0);
    expect([await updated('Fast'), await updated('Broad')]).toEqual([0, 0]);

    await passTo(fleet, at('2026-08-27T20:45:00Z'), 2 * DAY);
    expect(await stagesOf(fleet, '2026-08-b')).toEqual(['open', 'open', 'open', 'open']);
    const opened = (await fleet.read('/releases/2026-08-b')).rings.map(
      ({ openedAt }: { openedAt: string }) => openedAt,
    );
    expect(opened).toEqual(opened.toSorted());
    expect(opened[2] >= '2026-08-17T17:00').toBe(true);
    expect(opened[3] >= '2026-08-20T17:00').toBe(true);
    expect(await updated('Broad')).toBeGreaterThan(0);
  });
});

describe('a release that breaks devices', () => {
  it('is held, is given up for a fix that takes its place, and is over when every ring has that', async () => {
    const fleet = await fleetFrom(at('2026-07-13T07:00:00Z'));
    await passTo(fleet, at('2026-07-13T20:45:00Z'), 8 * HOUR);
    const volunteers = (await statusOf(fleet, 'Broad')).slice(0, 30).map(({ id }) => id);
    await move(fleet, volunteers, 'First');
    await passTo(fleet, at('2026-07-18T08:45:00Z'), 12 * HOUR);
    const { builds } = await fleet.read('/releases/2026-07-b');
    const bad = (await statusOf(fleet, 'First')).filter(({ osVersion }) => builds.includes(osVersion));
    expect(bad.length).toBeGreaterThan(5);

    await fleet.tell('health-monitor', [
      { subject: `fleet-health:${TENANT}`, event: crashes(bad, '2026-07-18T00:00:00Z') },
    ]);
    await leapTo(fleet, at('2026-07-18T12:45:00Z'));
    const { hold } = await fleet.read('/releases/2026-07-b');
    expect(hold).toMatchObject({ incidentId: 'release:2026-07-b:1', by: 'gate', because: 'regression' });
    expect(hold.sentence).toContain(`Halted. ${bad.length} of the`);
    expect(await stagesOf(fleet, '2026-07-b')).toEqual(['open', 'open', 'held', 'held']);

    await passTo(fleet, at('2026-07-19T08:45:00Z'), 12 * HOUR);
    expect(await stagesOf(fleet, '2026-07-18-oob')).toEqual(['open', 'open', 'waiting', 'waiting']);
    expect((await fleet.read('/releases/2026-07-b')).state).toBe('held');

    await passTo(fleet, at('2026-07-28T20:45:00Z'), 3 * DAY);
    expect(await stagesOf(fleet, '2026-07-18-oob')).toEqual(['open', 'open', 'open', 'open']);
    expect(await fleet.read('/releases/2026-07-b')).toMatchObject({ state: 'superseded', hold: null });
  });
});

/** A reading in which these devices had crashed. */
function crashes(devices: readonly Status[], dataUntil: string) {
  return stopErrorsObserved.event({
    dataUntil,
    reporting: DEVICES,
    devices: devices.map(({ id, osVersion }) => ({
      deviceId: id,
      model: 'Latitude 5440',
      manufacturer: 'Dell Inc.',
      osVersion,
      stops: 1,
      lastAt: dataUntil,
      stopCode: '0x0000009F',
      module: 'Netwtw10.sys',
    })),
  });
}
