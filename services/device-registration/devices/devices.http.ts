import { deviceEndpoints } from '../../../shared/contracts/http/devices.ts';
import { noContent, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { deviceList, readDevice, removeDevice } from './device.store.ts';
import { recordOf } from './device.ts';

export const deviceRoutes = routes(deviceEndpoints, {
  listDevices: (call) => answerList(call, deviceList, { defaultSort: 'serialNumber' }),

  async readDevice({ context, params: { tenantId, deviceId } }) {
    const { device, etag } = await readDevice(context.state, tenantId, deviceId);
    return ok(recordOf(device), { etag });
  },

  async removeDevice(call) {
    const { body, context, params } = call;
    await removeDevice(context.state, params.tenantId, params.deviceId, body.reason, commandOf(call));
    return noContent();
  },
});
