import { expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../model/time.ts';
import { testCloud } from '../test-cloud.ts';

const IMPORTED = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities';
const IDENTITIES = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities';
const hash = Buffer.from('a hardware hash of a device').toString('base64');

const row = (serialNumber: string, hardwareIdentifier = hash) => ({
  serialNumber,
  hardwareIdentifier,
  groupTag: 'Microsoft365Managed_Standard',
  importId: 'batch-1',
});

it('takes a batch of hashes from pending to identities, and tells why it refuses some', async () => {
  const cloud = await testCloud({ devices: 20 });
  const known = (await cloud.ask('GET', `${IDENTITIES}?$top=1`)).body.value[0].serialNumber;
  const rows = [...Array.from({ length: 20 }, (_, n) => row(`NEW-${n}`)), row(known), row('BAD-1', 'no hash')];
  const sent = await cloud.ask('POST', `${IMPORTED}/import`, { importedWindowsAutopilotDeviceIdentities: rows });
  expect(sent.status).toBe(200);
  expect(
    sent.body.value.map(({ state }: { state: { deviceImportStatus: string } }) => state.deviceImportStatus),
  ).toEqual(rows.map(() => 'pending'));

  cloud.clock.jumpTo(cloud.clock.now() + 2 * HOUR);
  const { value } = (await cloud.ask('GET', `${IMPORTED}?$filter=importId eq 'batch-1'`)).body;
  const outcome = (serial: string) =>
    value.find(({ serialNumber }: { serialNumber: string }) => serialNumber === serial)?.state;
  expect(outcome(known)).toMatchObject({ deviceImportStatus: 'error', deviceErrorCode: 806 });
  expect(outcome('BAD-1')).toMatchObject({ deviceImportStatus: 'error' });
  const complete = value.filter(
    ({ state }: { state: { deviceImportStatus: string } }) => state.deviceImportStatus === 'complete',
  );
  expect(complete.length).toBeGreaterThan(10);
  for (const { serialNumber, state } of complete) {
    const { body } = await cloud.ask('GET', `${IDENTITIES}/${state.deviceRegistrationId}`);
    expect(body).toMatchObject({
      serialNumber,
      groupTag: 'Microsoft365Managed_Standard',
      enrollmentState: 'notContacted',
    });
  }
});

it('gives a hash that was refused another chance, and keeps the refusal of the first upload', async () => {
  const cloud = await testCloud({ devices: 5, seed: 1 });
  cloud.tenant.fleet.faults.inject([{ at: 'PT0S', until: 'P1D', who: {}, effect: { kind: 'importErrors', share: 1 } }]);
  const upload = () =>
    cloud.ask('POST', `${IMPORTED}/import`, { importedWindowsAutopilotDeviceIdentities: [row('NEW-1')] });
  await upload();
  cloud.clock.jumpTo(cloud.clock.now() + 2 * DAY);
  await upload();
  const states = async () => {
    const { value } = (await cloud.ask('GET', IMPORTED)).body;
    return value.map(({ state }: { state: { deviceImportStatus: string } }) => state.deviceImportStatus);
  };
  expect(await states()).toEqual(['error', 'pending']);
  cloud.clock.jumpTo(cloud.clock.now() + 2 * HOUR);
  expect(await states()).toEqual(['error', 'complete']);
});

it('lets imported devices enrol by themselves in the weeks that follow', async () => {
  const cloud = await testCloud({ devices: 5 });
  await cloud.ask('POST', `${IMPORTED}/import`, {
    importedWindowsAutopilotDeviceIdentities: [row('NEW-1'), row('NEW-2')],
  });
  cloud.clock.jumpTo(cloud.clock.now() + 60 * DAY);
  const { body } = await cloud.ask(
    'GET',
    "/v1.0/deviceManagement/managedDevices?$filter=startswith(deviceName,'C')&$select=serialNumber",
  );
  const serials = body.value.map(({ serialNumber }: { serialNumber: string }) => serialNumber);
  expect(serials.some((serial: string) => serial.startsWith('NEW-'))).toBe(true);
});

it('shows a new group tag some minutes after it was written', async () => {
  const cloud = await testCloud({ consistency: 'eventual' });
  const { id, groupTag } = (await cloud.ask('GET', `${IDENTITIES}?$top=1`)).body.value[0];
  const write = await cloud.ask('POST', `${IDENTITIES}/${id}/updateDeviceProperties`, {
    groupTag: 'Microsoft365Managed_Kiosk',
  });
  expect(write.status).toBe(204);
  expect((await cloud.ask('GET', `${IDENTITIES}/${id}`)).body.groupTag).toBe(groupTag);
  cloud.clock.jumpTo(cloud.clock.now() + 11 * MINUTE);
  expect((await cloud.ask('GET', `${IDENTITIES}/${id}`)).body.groupTag).toBe('Microsoft365Managed_Kiosk');
});

it('synchronises once in ten minutes', async () => {
  const cloud = await testCloud();
  const sync = async () => (await cloud.ask('POST', '/beta/deviceManagement/windowsAutopilotSettings/sync')).status;
  expect(await sync()).toBe(204);
  expect(await sync()).toBe(409);
  cloud.clock.jumpTo(cloud.clock.now() + 5 * MINUTE);
  expect(await sync()).toBe(429);
  cloud.clock.jumpTo(cloud.clock.now() + 6 * MINUTE);
  expect(await sync()).toBe(204);
});
