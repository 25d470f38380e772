import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import { causeOf } from '../../../shared/functions/cause.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { onceAllowed, TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { isActive } from '../tenants/demand-active.event.ts';
import { deleteRows, listAnsweredRows } from './import.graph.ts';
import { areAnswered } from './upload.store.ts';

const work = defineWork({ type: 'omd.work.tidy-uploads.v1', data: z.object({}) });

/** Has Autopilot forget uploads that have come to their end, all that end within some time together. */
export async function startTidying(context: TenantContext, now: number): Promise<void> {
  const { bus, tenantId } = context;
  const due = (Math.floor(now / NUMBERS.tidyGathers) + 1) * NUMBERS.tidyGathers;
  await bus.enqueue(work, {}, { tenantId, id: String(due), at: due, cause: causeOf(context) });
}

/** One message for a tenant, which comes again until nothing is left: few writes are allowed, and others need them more. */
export const tidyUploads = on(work, {
  async handle({ tenantid }, context: Context) {
    if (!(await isActive(context, tenantid))) return;
    await onceAllowed(context, () => tidy({ ...context, tenantId: tenantid }));
  },
});

/** As many as Graph takes in one batch (learn.microsoft.com/graph/json-batching). */
const ROWS_AT_A_TIME = 20;

async function tidy(context: TenantContext): Promise<void> {
  const rows = await listAnsweredRows(context);
  const uploads = new Set(rows.map(({ uploadId }) => uploadId));
  const answered = await areAnswered(context.state, context.tenantId, uploads);
  const ids = rows.flatMap(({ id, uploadId }) => (answered.has(uploadId) ? [id] : []));
  if (ids.length === 0) return;
  await deleteRows(context, ids.slice(0, ROWS_AT_A_TIME));
  throw new TryAgainAt(context.clock.now() + NUMBERS.firstPoll, 'outcome-not-visible');
}
