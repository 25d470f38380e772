import { expect, it, onTestFinished } from 'vitest';
import { type Answer, openAttackedFleet, TENANT } from './attacked-fleet.ts';
import { whileSavesFail } from './failing-saves.ts';

const START = Date.parse('2026-06-09T07:00:00Z');
const own = `/api/v1/security-alert-responder/tenants/${TENANT}`;

/** Asks until it is answered, as people and browsers do. */
async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  return answer.status >= 500 ? insist(ask) : answer;
}

it('an approval leads to one isolate, whatever saves break off and whatever answers of Defender are lost', async () => {
  const fleet = await openAttackedFleet({ start: START, devices: 40 });
  onTestFinished(() => fleet.platform.close());
  const ada = await fleet.signIn('Ada', 'SecurityAdmin');
  const ben = await fleet.signIn('Ben', 'Approver');
  const effect = { kind: 'alerts', count: 1, withinMinutes: 1, title: 'Suspicious PowerShell command line' };
  for (let device = 0; device < 11; device++) fleet.inject({ who: { devices: [device] }, effect });
  await fleet.pass(20);
  const incidents: string[] = (await ada('/security-incidents')).body.items.map(({ id }: { id: string }) => id);
  expect(incidents).toHaveLength(11);

  async function isolate(incidentId: string): Promise<void> {
    const { devices } = (await insist(() => ada(`/security-incidents/${incidentId}`))).body;
    const target = { incidentId, devices };
    const { planHash } = (await insist(() => ada('/isolations/plan', target))).body;
    const asked = await insist(() => ada('/isolations', { ...target, planHash, reason: 'Contain it.' }, incidentId));
    expect(asked.status).toBe(201);
    const approve = `${own}/approvals/${asked.body.approvalId}/approve`;
    expect((await insist(() => ben(approve, { planHash }, incidentId))).status).toBe(200);
  }

  for (const seed of [0, 1]) {
    const five = incidents.slice(seed * 5, seed * 5 + 5);
    if (seed > 0) fleet.inject({ until: 'PT10M', effect: { kind: 'graphErrors', status: 504, share: 0.6 } });
    await whileSavesFail(seed, async () => {
      for (const incidentId of five) await isolate(incidentId);
      await fleet.pass(10);
    });
    await fleet.pass(51 - seed * 30);
  }
  const [another] = incidents.slice(10);
  const target = { incidentId: another, devices: (await ada(`/security-incidents/${another}`)).body.devices };
  expect((await ada('/isolations/plan', target)).body).toMatchObject({ code: 'isolation-limit', most: 5 });
  const { items } = (await ada('/isolations')).body;
  const devices: string[] = items.map(({ deviceId }: { deviceId: string }) => deviceId);
  expect(devices.map((device) => [device, fleet.ordersFor(device)])).toEqual(
    Array.from(new Set(devices), (device) => [device, ['Isolate']]),
  );
  expect(devices).toHaveLength(10);
  for (const { state } of items) expect(['sent', 'confirmed', 'failed']).toContain(state);
  expect((await ada(`${own}/dead-letters`)).body.items).toEqual([]);
});
