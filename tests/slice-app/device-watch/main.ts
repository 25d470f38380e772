import { app } from '@azure/functions';
import { closeClients } from '../shared/clients.ts';
import { flushTelemetry, startTelemetry } from '../shared/telemetry.ts';
import { hearOfDevices, tellStatus, tellWatched } from './watched.ts';

app.hook.appStart(startTelemetry);
app.hook.appTerminate(async () => {
  await closeClients();
  await flushTelemetry();
});

app.http('tell-watched', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/v1/device-watch/devices/{id}',
  handler: tellWatched,
});

app.http('tell-status', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'api/v1/device-watch/status',
  handler: tellStatus,
});

app.serviceBusQueue('hear-of-devices', {
  connection: 'ServiceBus',
  queueName: 'device-watch',
  cardinality: 'many',
  handler: hearOfDevices,
});
