import { demandSamePlan, planHash } from '../../../shared/approvals/plan.ts';
import type { Ring } from '../../../shared/contracts/events/update-events.ts';
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
import { gatedDevices } from '../gate/gated-devices.store.ts';
import type { Looked } from '../gate/look.ts';
import { enforceNow } from '../rings/enforce-rings.event.ts';
import { releaseAggregate, releaseList } from './release.store.ts';
import type { Release } from './release.ts';
import { bodyOf } from './release-body.ts';
import { type Deed, planOf, reachOf, ringsOf } from './release-plan.ts';

export const releaseRoutes = routes(releaseEndpoints, {
  listReleases: (call) => answerList(call, releaseList, { defaultSort: '-releasedOn' }),

  async readRelease({ context, params: { releaseId } }) {
    const found = await context.state.load(releaseAggregate, context.tenantId, releaseId);
    if (!found) throw releaseUnknown();
    return ok(await shown(context, found.state), { etag: found.etag });
  },

  planPause: (call) => plan('pause', call),

  pauseRelease: (call) => {
    const { context, body } = call;
    return decide('pause', call, (release) => paused(release, body.rings, body.reason, context.clock.now()));
  },

  planResume: (call) => plan('resume', call),

  resumeRelease: (call) => decide('resume', call, (release) => resumed(release, call.body.rings, call.body.reason)),
});

interface Asked {
  readonly context: TenantContext;
  readonly params: { readonly releaseId: string };
  readonly body: { readonly rings: readonly Ring[] };
}

/** What it would do, with what the gate has seen. */
async function plan(deed: Deed, { context: { state, tenantId }, params: { releaseId }, body }: Asked) {
  const found = await state.load(releaseAggregate, tenantId, releaseId);
  if (!found) throw releaseUnknown();
  const devices = await gatedDevices(state, tenantId);
  const rings = ringsOf(deed, found.state, body.rings);
  const planned = planOf(deed, found.state, rings, devices);
  return ok({
    plan: planned,
    planHash: planHash(planned),
    rings: reachOf(found.state, rings, devices),
    verdict: found.state.verdict,
  });
}

type Decision = Parameters<typeof commandOf>[0] & Asked & { readonly body: { readonly planHash: string } };

/** Decided at once; the policies in Intune follow within a moment, and devices hear of it at their next check-in. */
async function decide(deed: Deed, call: Decision, rule: (release: Release) => Looked) {
  const { context, params, commandId, body } = call;
  const { state, tenantId, bus } = context;
  const devices = await gatedDevices(state, tenantId);
  const { state: release } = await state.change(
    releaseAggregate,
    { tenantId, id: params.releaseId },
    (current) => {
      if (!current) throw releaseUnknown();
      demandSamePlan(planOf(deed, current, ringsOf(deed, current, body.rings), devices), body.planHash);
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
