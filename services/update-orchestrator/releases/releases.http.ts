import type { Ring } from '../../../shared/contracts/events/update-events.ts';
import { releaseEndpoints } from '../../../shared/contracts/http/releases.ts';
import { ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { releaseUnknown, ringDone, ringNotHeld } from '../errors.ts';
import { held, type Looked, resumed } from '../gate/look.ts';
import { enforceNow } from '../rings/enforce-rings.event.ts';
import { releaseAggregate, releaseList } from './release.store.ts';
import { type Release, ringsNotOpen } from './release.ts';
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
      await decide(context, params.releaseId, commandOf(call), (release) => {
        const rings = ringsNotOpen(release).filter((ring) => body.rings.includes(ring));
        if (rings.length === 0) throw ringDone();
        return held(release, {
          by: 'person',
          because: 'person',
          sentence: `Held by a person: ${body.reason}`,
          rings,
          now,
        });
      }),
    );
  },

  async resumeRelease(call) {
    const { context, params, body } = call;
    return ok(
      await decide(context, params.releaseId, commandOf(call), (release) => {
        const rings = heldRings(release).filter((ring) => body.rings.includes(ring));
        if (rings.length === 0) throw ringNotHeld();
        return resumed(release, rings, body.reason);
      }),
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

const heldRings = ({ stages }: Release): Ring[] =>
  (['Test', 'First', 'Fast', 'Broad'] as const).filter((ring) => stages[ring].kind === 'held');
