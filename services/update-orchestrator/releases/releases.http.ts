import { releaseEndpoints } from '../../../shared/contracts/http/releases.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { causeOf } from '../../../shared/functions/cause.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { releaseUnknown } from '../errors.ts';
import { paused, resumed } from '../gate/decisions.ts';
import type { Looked } from '../gate/look.ts';
import { enforceNow } from '../rings/enforce-rings.event.ts';
import { releaseAggregate, releaseList } from './release.store.ts';
import type { Release } from './release.ts';
import { bodyOf } from './release-body.ts';

export const releaseRoutes = routes(releaseEndpoints, {
  listReleases: (call) => answerList(call, releaseList, { defaultSort: '-releasedOn' }),

  async readRelease({ context, params: { releaseId } }) {
    const found = await context.state.load(releaseAggregate, context.tenantId, releaseId);
    if (!found) throw releaseUnknown();
    return ok(await shown(context, found.state), { etag: found.etag });
  },

  pauseRelease: (call) => {
    const { context, body } = call;
    return decide(call, (release) => paused(release, body.rings, body.reason, context.clock.now()));
  },

  resumeRelease: (call) => decide(call, (release) => resumed(release, call.body.rings, call.body.reason)),
});

type Decision = Parameters<typeof commandOf>[0] & {
  readonly context: TenantContext;
  readonly params: { readonly releaseId: string };
};

/** Decided at once; the policies in Intune follow within a moment, and devices hear of it at their next check-in. */
async function decide(call: Decision, rule: (release: Release) => Looked) {
  const { context, params, commandId } = call;
  const { state, tenantId, bus } = context;
  const { state: release } = await state.change(
    releaseAggregate,
    { tenantId, id: params.releaseId },
    (current) => {
      if (!current) throw releaseUnknown();
      return rule(current);
    },
    commandOf(call),
  );
  if (!release) throw releaseUnknown();
  await bus.enqueue(enforceNow.work, {}, { tenantId, id: commandId, cause: causeOf(context, commandId) });
  return ok(await shown(context, release));
}

async function shown({ state, tenantId, clock }: TenantContext, release: Release) {
  const tenant = await loadKnownTenant(state, tenantId);
  return bodyOf(release, clock.now(), tenant?.timeZone ?? 'UTC');
}
