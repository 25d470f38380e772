import { deviceHealthEndpoints } from '../../../shared/contracts/http/device-health.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { deviceHealthList, withDeviceHealth } from './device-health-list.store.ts';

export const deviceHealthRoutes = routes(deviceHealthEndpoints, {
  listDeviceHealth: ({ context, ...call }) =>
    answerList({ ...call, context: { ...context, state: withDeviceHealth(context.state) } }, deviceHealthList, {
      defaultSort: 'deviceName',
    }),
});
