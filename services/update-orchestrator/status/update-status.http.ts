import { updateStatusEndpoints } from '../../../shared/contracts/http/update-status.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { updateStatusList, withUpdateStatus } from './update-status-list.store.ts';

export const updateStatusRoutes = routes(updateStatusEndpoints, {
  listUpdateStatus: ({ context, ...call }) => {
    const state = withUpdateStatus(context.state, context.clock.now());
    return answerList({ ...call, context: { ...context, state } }, updateStatusList, { defaultSort: 'name' });
  },
});
