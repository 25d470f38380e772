import { deviceEndpoints } from '../../../shared/contracts/http/devices.ts';
import { accepted, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { startRemoval } from '../removal/remove-device.event.ts';
import { deviceList, readDevice } from './device.store.ts';
import { recordOf } from './device.ts';
import { sentenceOf } from './sentence.ts';

export const deviceRoutes = routes(deviceEndpoints, {
  listDevices: (call) => answerList(call, deviceList, { defaultSort: 'serialNumber' }),

  async readDevice({ context, params: { tenantId, deviceId } }) {
    const { device, etag } = await readDevice(context.state, tenantId, deviceId);
    const { removal } = device;
    return ok({ ...recordOf(device), ...(removal && { removal }), sentence: sentenceOf(device) }, { etag });
  },

  async removeDevice(call) {
    const { body, context, commandId, params } = call;
    const asked = { deviceId: params.deviceId, reason: body.reason, commandId };
    const operation = await startRemoval(context, asked, commandOf(call));
    return accepted(operation, `/api/v1/device-registration/tenants/${params.tenantId}/operations/${operation.id}`);
  },
});
