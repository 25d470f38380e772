import { expect, it, onTestFinished } from 'vitest';
import { DAY, MINUTE } from '../../../infra/local/fleet/model/time.ts';
import { deviceRecord, deviceRemoved } from '../../../shared/contracts/events/device-events.ts';
import { activated } from '../fleet.ts';
import { type AttackedFleet, openAttackedFleet } from './attacked-fleet.ts';

const START = Date.parse('2026-06-09T08:00:00Z');

/** A fleet whose first device is attacked by so many alerts. */
async function fleetUnder(alerts: number): Promise<AttackedFleet> {
  const fleet = await openAttackedFleet(START, 20);
  onTestFinished(() => fleet.platform.close());
  const effect = { kind: 'alerts', count: alerts, withinMinutes: 2, title: 'Suspicious PowerShell command line' };
  fleet.inject({ who: { devices: [0] }, effect });
  return fleet;
}

interface Alert {
  readonly alertId: string;
  readonly status: string;
}

/** All alerts of an incident, page by page. */
async function alertsOf({ read }: AttackedFleet, incidentId: string): Promise<Alert[][]> {
  const pages: Alert[][] = [];
  for (let next: string | undefined = '0'; next !== undefined; ) {
    const page: { items: Alert[]; next?: string } = await read(
      `/security-incidents/${incidentId}/alerts?after=${next}`,
    );
    pages.push(page.items);
    next = page.next;
  }
  return pages;
}

it('a flood of alerts is one incident: all are counted, can be read, and are resolved with it', async () => {
  const fleet = await fleetUnder(450);
  const { pass, read, ada } = fleet;
  await pass(20 * MINUTE);
  const [{ id, alerts: counted }] = (await read('/security-incidents')).items;
  expect(counted).toBe(450);
  const incident = await read(`/security-incidents/${id}`);
  expect(incident).toMatchObject({ alertCount: 450, devices: ['device-0'] });
  expect(incident.alerts).toHaveLength(200);

  const listed = await alertsOf(fleet, id);
  expect(listed.map(({ length }) => length)).toEqual([200, 200, 50]);
  expect(new Set(listed.flat().map(({ alertId }) => alertId)).size).toBe(450);

  const word = { classification: 'falsePositive', comment: 'A drill.' };
  expect((await ada('POST', `/security-incidents/${id}/resolve`, { body: word })).body.state).toBe('resolved');
  await pass(40 * MINUTE);
  const ended = (await alertsOf(fleet, id)).flat().filter(({ status }) => status === 'resolved');
  expect(ended).toHaveLength(450);
  expect((await read(`/security-incidents/${id}`)).state).toBe('resolved');
}, 120_000);

it('an alert on a device that is not known yet waits for it, however long that takes', async () => {
  const { tenant, tell, platform, pass, read } = await fleetUnder(3);
  const known = activated(tenant, 0, new Date(START).toISOString());
  const gone = { subject: known.subject, event: deviceRemoved.event(deviceRecord.parse(known.event.data)) };
  await tell('device-registration', [gone]);
  await platform.driver.settle();
  await pass(DAY);
  const ofDevice = async () => {
    const { items } = await read('/security-incidents?limit=500');
    const incidents = await Promise.all(items.map(({ id }: { id: string }) => read(`/security-incidents/${id}`)));
    return incidents.filter(({ devices }) => devices.includes('device-0'));
  };
  expect(await ofDevice()).toEqual([]);

  await tell('device-registration', [known]);
  await platform.driver.settle();
  await pass(6 * MINUTE);
  expect(await ofDevice()).toMatchObject([{ alertCount: 3 }]);
}, 120_000);

it('an incident under an odd id, or one that nobody has heard of, is refused by its own code', async () => {
  const { ada } = await fleetUnder(1);
  for (const id of ['..%2f..%2ftenants', 'a%00b', '%3Cscript%3E', 'x'.repeat(129), '%E2%80%AE', "a'b"])
    expect([id, (await ada('GET', `/security-incidents/${id}`)).status]).toEqual([id, 400]);
  for (const path of ['defender-999', 'defender-999/alerts', 'Defender-1'])
    expect(await ada('GET', `/security-incidents/${path}`)).toMatchObject({
      status: 404,
      body: { code: 'incident-unknown' },
    });
  expect(await ada('GET', '/security-incidents/defender-999/alerts?after=200')).toMatchObject({ status: 400 });
});
