import * as z from 'zod';
import { on } from '../../../shared/bus/handlers.ts';
import { defineWork } from '../../../shared/bus/work.ts';
import type { Context } from '../../../shared/functions/context.ts';
import { TryAgainAt } from '../microsoft.graph.ts';
import { NUMBERS } from '../numbers.ts';
import { demandActive } from '../tenants/demand-active.event.ts';
import { deleteRows, listAnsweredRows } from './import.graph.ts';
import { areAnswered } from './upload.store.ts';

const work = defineWork({ type: 'omd.work.tidy-uploads.v1', data: z.object({}) });

/** Has Autopilot forget uploads that have come to their end, all that end within some time together. */
export async function startTidying(context: Context & { readonly tenantId: string }, now: number): Promise<void> {
  const { bus, tenantId, correlationId } = context;
  const due = (Math.floor(now / NUMBERS.tidyGathers) + 1) * NUMBERS.tidyGathers;
  await bus.enqueue(work, {}, { tenantId, id: String(due), at: due, cause: { correlationId } });
}

/** One message for a tenant, which comes again until nothing is left: few writes are allowed, and others need them more. */
export const tidyUploads = on(work, {
  async handle({ tenantid }, context: Context) {
    await demandActive(context, tenantid);
    const tenant = { ...context, tenantId: tenantid };
    const rows = await listAnsweredRows(tenant);
    const answered = await areAnswered(context.state, tenantid, new Set(rows.map(({ uploadId }) => uploadId)));
    const ids = rows.flatMap(({ id, uploadId }) => (answered.has(uploadId) ? [id] : []));
    if (ids.length === 0) return;
    await deleteRows(tenant, ids.slice(0, ROWS_AT_A_TIME));
    throw new TryAgainAt(context.clock.now() + NUMBERS.firstPoll, 'outcome-not-visible');
  },
});

const ROWS_AT_A_TIME = 20;
