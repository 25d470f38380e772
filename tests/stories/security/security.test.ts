import { describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE } from '../../../infra/local/fleet/model/time.ts';
import { TENANT } from '../product.ts';
import { type AttackedFleet, openAttackedFleet } from './attacked-fleet.ts';

/** A Tuesday morning at ten: most people work. */
const START = Date.parse('2026-06-09T08:00:00Z');
const own = `/api/v1/security-alert-responder/tenants/${TENANT}`;

async function fleetOf(devices: number): Promise<AttackedFleet> {
  const fleet = await openAttackedFleet(START, devices);
  onTestFinished(() => fleet.platform.close());
  return fleet;
}

/** Passes time until the question is answered with yes. */
async function until(fleet: AttackedFleet, answer: () => Promise<boolean>): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 2) {
    if (await answer()) return;
    await fleet.pass(2 * MINUTE);
  }
  throw new Error('Not within an hour.');
}

describe('an attack', () => {
  it('is seen, contained by two people, confirmed by Defender, and over when the devices are back', async () => {
    const fleet = await fleetOf(60);
    const { ada, read } = fleet;
    const ben = fleet.signIn('Ben', 'Approver');
    const [calls, units] = [fleet.calls(), fleet.requestUnits()];
    await fleet.pass(30 * MINUTE);
    expect(fleet.calls() - calls).toBe(6);
    expect(fleet.requestUnits() - units).toBeLessThan(80);
    fleet.inject({ who: { devices: [0] }, effect: { kind: 'ransomware', hopMinutes: 40 } });
    await fleet.pass(50 * MINUTE);

    const [{ id }] = (await read('/security-incidents')).items;
    const incident = () => read(`/security-incidents/${id}`);
    const { devices, ...seen } = await incident();
    expect(seen).toMatchObject({ severity: 'high', state: 'new', title: 'Mass file change like ransomware' });
    expect(Date.parse(seen.triageDue) - Date.parse(seen.firstSeen)).toBe(3_600_000);
    expect(devices).toHaveLength(2);
    expect(devices).toContain('device-0');

    const target = { incidentId: id, devices };
    const { plan, planHash } = (await ada('POST', '/isolations/plan', { body: target })).body;
    expect(plan).toMatchObject({ devices, calls: { isolate: devices.length } });
    const asked = await ada('POST', '/isolations', { body: { ...target, planHash, reason: 'Ransomware.' } });
    expect(asked.status).toBe(201);
    expect((await incident()).state).toBe('in-progress');
    const approve = `${own}/approvals/${asked.body.approvalId}/approve`;
    expect(await ada('POST', approve, { body: { planHash } })).toMatchObject({
      status: 403,
      body: { code: 'approver-is-requester' },
    });
    await fleet.pass(2 * MINUTE);
    expect(devices.flatMap(fleet.ordersFor)).toEqual([]);

    const cleo = fleet.signIn('Cleo', 'SecurityAdmin');
    const again = await cleo('POST', '/isolations', {
      body: { ...target, planHash, reason: 'Ransomware, I think.' },
    });
    expect((await ben('POST', approve, { body: { planHash } })).status).toBe(200);
    const approveAgain = `${own}/approvals/${again.body.approvalId}/approve`;
    expect((await ben('POST', approveAgain, { body: { planHash } })).status).toBe(200);
    await until(fleet, async () => (await incident()).state === 'contained');
    expect(devices.filter(fleet.isCutOff)).toEqual(devices);
    expect(devices.map(fleet.ordersFor)).toEqual([['Isolate'], ['Isolate']]);
    expect((await cleo('GET', '/isolations?state=void')).body.items).toHaveLength(2);
    const [isolation] = asked.body.isolations;
    const confirmed = await read(`/isolations/${isolation.isolationId}`);
    expect(confirmed).toMatchObject({ state: 'confirmed', requestedBy: 'Ada', approvedBy: 'Ben' });
    expect(Date.parse(confirmed.endedAt) - fleet.platform.clock.now()).toBeGreaterThan(-20 * 60_000);
    await fleet.pass(45 * MINUTE);
    expect((await incident()).devices).toEqual(devices);
    expect(fleet.alertStatuses()).toContain('inProgress');

    const word = { classification: 'truePositive', determination: 'malware', comment: 'Reimaged.' };
    const resolve = () => ada('POST', `/security-incidents/${id}/resolve`, { body: word });
    expect(await resolve()).toMatchObject({ status: 409, body: { code: 'devices-isolated' } });
    for (const { isolationId } of asked.body.isolations) {
      const release = () => ada('POST', `/isolations/${isolationId}/release`, { body: { reason: 'Clean.' } });
      expect(await release()).toMatchObject({ status: 201, body: { wanted: 'release' } });
      await fleet.pass(MINUTE);
      expect(await release()).toMatchObject({ status: 409, body: { code: 'device-not-isolated' } });
    }
    await until(fleet, async () => (await incident()).isolated.length === 0);
    expect(devices.filter(fleet.isCutOff)).toEqual([]);
    expect(await resolve()).toMatchObject({ status: 200, body: { state: 'resolved' } });
    await fleet.pass(6 * MINUTE);
    expect((await incident()).state).toBe('resolved');
    expect(new Set(fleet.alertStatuses())).toEqual(new Set(['resolved']));

    const timeline = (await read(`${own}/devices/${devices[0]}/timeline`)).items;
    expect(timeline.map(({ record }: { record: { action: string } }) => record.action)).toEqual([
      'device.release-confirmed',
      'device.release',
      'device.isolate-confirmed',
      'device.isolate',
      'device.involve',
    ]);
    expect((await read(`${own}/status`)).microsoft).toMatchObject({ writes: 'allowed', refused: [], missing: [] });
    expect((await read(`${own}/dead-letters`)).items).toEqual([]);
  }, 240_000);
});
