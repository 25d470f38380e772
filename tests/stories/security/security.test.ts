import { describe, expect, it, onTestFinished } from 'vitest';
import { type AttackedFleet, openAttackedFleet, TENANT } from './attacked-fleet.ts';

/** A Tuesday morning at ten: most people work. */
const START = Date.parse('2026-06-09T08:00:00Z');
const own = `/api/v1/security-alert-responder/tenants/${TENANT}`;

async function fleetOf(devices: number): Promise<AttackedFleet> {
  const fleet = await openAttackedFleet({ start: START, devices });
  onTestFinished(() => fleet.platform.close());
  return fleet;
}

/** Passes time until the question is answered with yes. */
async function until(fleet: AttackedFleet, answer: () => Promise<boolean>): Promise<void> {
  for (let minutes = 0; minutes < 60; minutes += 2) {
    if (await answer()) return;
    await fleet.pass(2);
  }
  throw new Error('Not within an hour.');
}

describe('an attack', () => {
  it('is seen, contained by two people, confirmed by Defender, and over when the devices are back', async () => {
    const fleet = await fleetOf(60);
    const ada = await fleet.signIn('Ada', 'GlobalAdministrator');
    const ben = await fleet.signIn('Ben', 'Approver');
    const [calls, units] = [fleet.calls(), fleet.requestUnits()];
    await fleet.pass(30);
    expect(fleet.calls() - calls).toBe(6);
    expect(fleet.requestUnits() - units).toBeLessThan(170);
    fleet.inject({ who: { devices: [0] }, effect: { kind: 'ransomware', hopMinutes: 40 } });
    await fleet.pass(50);

    const [{ id }] = (await ada('/security-incidents')).body.items;
    const incident = () => ada(`/security-incidents/${id}`).then(({ body }) => body);
    const { devices, ...seen } = await incident();
    expect(seen).toMatchObject({ severity: 'high', state: 'new', title: 'Mass file change like ransomware' });
    expect(Date.parse(seen.triageDue) - Date.parse(seen.firstSeen)).toBe(3_600_000);
    expect(devices).toHaveLength(2);
    expect(devices).toContain('device-0');

    const target = { incidentId: id, devices };
    const { plan, planHash } = (await ada('/isolations/plan', target)).body;
    expect(plan).toMatchObject({ devices, calls: { isolate: devices.length } });
    const asked = await ada('/isolations', { ...target, planHash, reason: 'Ransomware.' });
    expect(asked.status).toBe(201);
    expect((await incident()).state).toBe('in-progress');
    const approve = `${own}/approvals/${asked.body.approvalId}/approve`;
    expect(await ada(approve, { planHash })).toMatchObject({ status: 403, body: { code: 'approver-is-requester' } });
    await fleet.pass(2);
    expect(devices.flatMap(fleet.ordersFor)).toEqual([]);

    const cleo = await fleet.signIn('Cleo', 'SecurityAdmin');
    const again = await cleo('/isolations', { ...target, planHash, reason: 'Ransomware, I think.' });
    expect((await ben(approve, { planHash })).status).toBe(200);
    expect((await ben(`${own}/approvals/${again.body.approvalId}/approve`, { planHash })).status).toBe(200);
    await until(fleet, async () => (await incident()).state === 'contained');
    expect(devices.filter(fleet.isCutOff)).toEqual(devices);
    expect(devices.map(fleet.ordersFor)).toEqual([['Isolate'], ['Isolate']]);
    expect((await cleo('/isolations?state=void')).body.items).toHaveLength(2);
    const [isolation] = asked.body.isolations;
    const confirmed = (await ada(`/isolations/${isolation.isolationId}`)).body;
    expect(confirmed).toMatchObject({ state: 'confirmed', requestedBy: 'Ada', approvedBy: 'Ben' });
    expect(Date.parse(confirmed.endedAt) - fleet.platform.clock.now()).toBeGreaterThan(-20 * 60_000);
    await fleet.pass(45);
    expect((await incident()).devices).toEqual(devices);
    expect(fleet.alertStatuses()).toContain('inProgress');

    const word = { classification: 'truePositive', determination: 'malware', comment: 'Reimaged.' };
    const resolve = () => ada(`/security-incidents/${id}/resolve`, word);
    expect(await resolve()).toMatchObject({ status: 409, body: { code: 'devices-isolated' } });
    for (const { isolationId } of asked.body.isolations) {
      const release = () => ada(`/isolations/${isolationId}/release`, { reason: 'Clean.' });
      expect(await release()).toMatchObject({ status: 201, body: { wanted: 'release' } });
      await fleet.pass(1);
      expect(await release()).toMatchObject({ status: 409, body: { code: 'device-not-isolated' } });
    }
    await until(fleet, async () => (await incident()).isolated.length === 0);
    expect(devices.filter(fleet.isCutOff)).toEqual([]);
    expect(await resolve()).toMatchObject({ status: 200, body: { state: 'resolved' } });
    await fleet.pass(6);
    expect((await incident()).state).toBe('resolved');
    expect(new Set(fleet.alertStatuses())).toEqual(new Set(['resolved']));

    const timeline = (await ada(`${own}/devices/${devices[0]}/timeline`)).body.items;
    expect(timeline.map(({ record }: { record: { action: string } }) => record.action)).toEqual([
      'device.release-confirmed',
      'device.release',
      'device.isolate-confirmed',
      'device.isolate',
    ]);
    expect((await ada(`${own}/status`)).body.microsoft).toMatchObject({ writes: 'allowed', refused: [], missing: [] });
    expect((await ada(`${own}/dead-letters`)).body.items).toEqual([]);
  }, 240_000);
});
