import { releaseEndpoints } from '../../../shared/contracts/http/releases.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context } from '../../../shared/functions/context.ts';
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

  async pauseRelease(call) {
    const { context, params, body } = call;
    const now = context.clock.now();
    return ok(
      await decide(context, params.releaseId, commandOf(call), (release) =>
        paused(release, body.rings, body.reason, now),
      ),
    );
  },

  async resumeRelease(call) {
    const { context, params, body } = call;
    return ok(
      await decide(context, params.releaseId, commandOf(call), (release) => resumed(release, body.rings, body.reason)),
    );
  },
});

type TenantContext = Context & { readonly tenantId: string };

/** Decided at once; the policies in Intune follow within a moment, and devices hear of it at their next check-in. */
async function decide(
  context: TenantContext,
  releaseId: string,
  options: ReturnType<typeof commandOf>,
  rule: (release: Release) => Looked,
) {
  const { state, tenantId, bus } = context;
  const { state: release } = await state.change(
    releaseAggregate,
    { tenantId, id: releaseId },
    (current) => {
      if (!current) throw releaseUnknown();
      return rule(current);
    },
    options,
  );
  if (!release) throw releaseUnknown();
  await bus.enqueue(
    enforceNow.work,
    {},
    { tenantId, id: options.once ?? releaseId, ...(options.cause && { cause: options.cause }) },
  );
  return shown(context, release);
}

async function shown({ state, tenantId, clock }: TenantContext, release: Release) {
  const tenant = await loadKnownTenant(state, tenantId);
  return bodyOf(release, clock.now(), tenant?.timeZone ?? 'UTC');
}
