import type { ServiceName } from '../contracts/events/topology.ts';
import { approvalEndpoints } from '../contracts/http/approvals.ts';
import { ok } from '../functions/answers.ts';
import { commandOf } from '../functions/command.ts';
import { answerList } from '../functions/lists.ts';
import { type Route, routes } from '../functions/routes.ts';
import { approvalList, decideApproval, loadApproval } from './approval.store.ts';
import { approve, reject } from './approval.ts';

/** Where a second person finds what waits for them, and decides. */
export function approvalRoutes(service: ServiceName): Route[] {
  return routes(approvalEndpoints(service), {
    listApprovals: (call) => answerList(call, approvalList, { defaultSort: '-requestedAt' }),

    async readApproval({ context: { state, tenantId }, params: { approvalId } }) {
      return ok(await loadApproval(state, { tenantId, id: approvalId }));
    },

    async approve(call) {
      const { state, tenantId, actor, clock } = call.context;
      const key = { tenantId, id: call.params.approvalId };
      const now = clock.now();
      const { planHash } = call.body;
      return ok(
        await decideApproval(state, key, 'approved', (asked) => approve(asked, actor, planHash, now), commandOf(call)),
      );
    },

    async reject(call) {
      const { state, tenantId, actor, clock } = call.context;
      const key = { tenantId, id: call.params.approvalId };
      const now = clock.now();
      const { reason } = call.body;
      return ok(
        await decideApproval(state, key, 'rejected', (asked) => reject(asked, actor, reason, now), commandOf(call)),
      );
    },
  });
}
