import { app } from '@azure/functions';
import { closeClients } from '../shared/clients.ts';
import { flushTelemetry, startTelemetry } from '../shared/telemetry.ts';
import { publishDevices, registerDevice, tellDevice, tellStatus, writeTally } from './devices.ts';

app.hook.appStart(startTelemetry);
app.hook.appTerminate(async () => {
  await closeClients();
  await flushTelemetry();
});

app.http('register-device', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'api/v1/device-desk/devices',
  handler: registerDevice,
});

app.http('tell-device', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/v1/device-desk/devices/{id}',
  handler: tellDevice,
});

app.http('tell-status', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/v1/device-desk/status',
  handler: tellStatus,
});

app.timer('write-tally', { schedule: '0 0 * * * *', handler: writeTally });

app.cosmosDB('publish-devices', {
  connection: 'Cosmos',
  databaseName: '%COSMOS_DATABASE%',
  containerName: 'device-desk',
  leaseContainerName: 'device-desk-leases',
  startFromBeginning: true,
  maxItemsPerInvocation: 100,
  retry: { strategy: 'fixedDelay', maxRetryCount: -1, delayInterval: { seconds: 1 } },
  handler: publishDevices,
});
