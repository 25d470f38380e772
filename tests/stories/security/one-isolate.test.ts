import { expect, it, onTestFinished } from 'vitest';
import { MINUTE } from '../../../infra/local/fleet/model/time.ts';
import { type Answer, TENANT } from '../product.ts';
import { openAttackedFleet } from './attacked-fleet.ts';
import { whileSavesFail } from './failing-saves.ts';

const START = Date.parse('2026-06-09T07:00:00Z');
const own = `/api/v1/security-alert-responder/tenants/${TENANT}`;

/** Asks until it is answered, as people and browsers do. */
async function insist(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  return answer.status >= 500 ? insist(ask) : answer;
}

it('an approval leads to one isolate, whatever saves break off and whatever answers of Defender are lost', async () => {
  const fleet = await openAttackedFleet(START, 40);
  onTestFinished(() => fleet.platform.close());
  const ada = fleet.signIn('Ada', 'SecurityAdmin');
  const ben = fleet.signIn('Ben', 'Approver');
  const effect = { kind: 'alerts', count: 1, withinMinutes: 1, title: 'Suspicious PowerShell command line' };
  for (let device = 0; device < 6; device++) fleet.inject({ who: { devices: [device] }, effect });
  await fleet.pass(20 * MINUTE);
  const incidents: string[] = (await ada('GET', '/security-incidents')).body.items.map(({ id }: { id: string }) => id);
  expect(incidents).toHaveLength(6);

  async function isolate(incidentId: string): Promise<void> {
    const { devices } = (await insist(() => ada('GET', `/security-incidents/${incidentId}`))).body;
    const target = { incidentId, devices };
    const { planHash } = (await insist(() => ada('POST', '/isolations/plan', { body: target }))).body;
    const headers = { 'idempotency-key': incidentId };
    const request = { ...target, planHash, reason: 'Contain it.' };
    const asked = await insist(() => ada('POST', '/isolations', { body: request, headers }));
    expect(asked.status).toBe(201);
    const approve = `${own}/approvals/${asked.body.approvalId}/approve`;
    const approval = await insist(() => ben('POST', approve, { body: { planHash }, headers }));
    expect(approval.status).toBe(200);
  }

  const [another, ...five] = incidents;
  fleet.inject({ until: 'PT10M', effect: { kind: 'graphErrors', status: 504, share: 0.6 } });
  await whileSavesFail(async () => {
    for (const incidentId of five) await isolate(incidentId);
    await fleet.pass(12 * MINUTE);
  });
  await fleet.pass(30 * MINUTE);
  const target = { incidentId: another, devices: (await ada('GET', `/security-incidents/${another}`)).body.devices };
  expect((await ada('POST', '/isolations/plan', { body: target })).body).toMatchObject({
    code: 'isolation-limit',
    most: 5,
  });
  const { items } = (await ada('GET', '/isolations')).body;
  const devices: string[] = items.map(({ deviceId }: { deviceId: string }) => deviceId);
  expect(devices.map((device) => [device, fleet.ordersFor(device)])).toEqual(
    Array.from(new Set(devices), (device) => [device, ['Isolate']]),
  );
  expect(devices).toHaveLength(5);
  for (const { id } of items) {
    const { state, sentence } = (await ada('GET', `/isolations/${id}`)).body;
    expect(state === 'sent' || state === 'confirmed' || sentence.includes('Defender says Failed')).toBe(true);
  }
  expect((await ada('GET', `${own}/dead-letters`)).body.items).toEqual([]);
}, 240_000);
