import type { ServiceName } from '../../contracts/events/topology.ts';
import { operationEndpoints } from '../../contracts/http/operations.ts';
import { operation, operationList } from '../../state/operations.ts';
import { ok } from '../answers.ts';
import { answerList } from '../lists.ts';
import { refuse } from '../problems.ts';
import { type Route, routes } from '../routes.ts';

/** Where the callers of long work see how far it is. */
export function operationRoutes(service: ServiceName): Route[] {
  return routes(operationEndpoints(service), {
    listOperations: (call) => answerList(call, operationList, { defaultSort: '-startedAt' }),

    async readOperation({ context: { state, tenantId }, params: { operationId } }) {
      const found = await state.load(operation, tenantId, operationId);
      if (!found) throw refuse('not-found', 'There is no such operation.');
      return ok({ id: operationId, ...found.state }, { etag: found.etag });
    },
  });
}
