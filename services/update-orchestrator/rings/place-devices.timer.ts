import { tenantJob } from '../../../shared/functions/tenants/tenant-job.ts';
import { placeWaitingDevices } from './place-devices.event.ts';

/** Devices that have just enrolled get their ring within minutes, all that wait at once. */
export const placeDevicesJob = tenantJob({
  name: 'place-devices',
  schedule: '0 */15 * * * *',
  run: placeWaitingDevices,
});
