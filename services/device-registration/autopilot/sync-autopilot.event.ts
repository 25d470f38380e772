import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { discover } from '../discovery/discover.event.ts';
import { onceAllowed, TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { isActive } from '../tenants/demand-active.event.ts';
import { readSync, requestSync } from './sync.graph.ts';

const work = defineWork({ type: 'omd.work.sync-autopilot.v1', data: z.object({ since: z.int() }) });

/** Has what was imported until `now` (milliseconds since 1970) synchronised, together with what else is imported soon. */
export async function startSync(context: TenantContext, now: number): Promise<void> {
  const { bus, tenantId } = context;
  const since = (Math.floor(now / NUMBERS.syncGathers) + 1) * NUMBERS.syncGathers;
  await bus.enqueue(work, { since }, { tenantId, id: String(since), at: since, cause: causeOf(context) });
}

/** Sees to it that Autopilot has synchronised since a moment, and looks then at what it shows; for as long as that is news. */
export const syncAutopilot = on(work, {
  async handle({ tenantid, data: { since } }, context: Context) {
    if (!(await isActive(context, tenantid))) return;
    if (context.clock.now() > since + NUMBERS.syncGivenUp) return context.log.warn('Autopilot has not synchronised');
    await onceAllowed(context, () => synchronise({ ...context, tenantId: tenantid }, since));
  },
});

async function synchronise(context: TenantContext, since: number): Promise<void> {
  const now = context.clock.now();
  const sync = await readSync(context);
  if (sync.endedAt >= since) return discover(context, now);
  if (sync.isRunning) throw new TryAgainAt(now + NUMBERS.syncLasts, 'outcome-not-visible');
  const allowedAt = sync.askedForAt + NUMBERS.betweenSyncs;
  if (now < allowedAt) throw new TryAgainAt(allowedAt, 'throttled');
  await requestSync(context);
  throw new TryAgainAt(now + NUMBERS.syncLasts, 'outcome-not-visible');
}
