import * as z from 'zod';
import { on } from '../../bus/handlers.ts';
import { defineWork } from '../../bus/work.ts';
import { defineAggregate } from '../../state/aggregate.ts';
import { PLATFORM } from '../../state/state.ts';
import { causeOf, optionsOf } from '../cause.ts';
import type { Context } from '../context.ts';
import type { ServiceDefinition } from '../service.ts';
import { timer } from '../timers.ts';
import { knownTenantList } from './known-tenant.ts';
import type { DeclaredJob } from './tenant-job.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Microsoft Managed Desktop promised 30 days at most for the data of what has left; the last of them is for the work. */
const KEPT_MS = 29 * DAY_MS;

/** Aggregates and pointers in one message, well within the time that a batch of messages has. */
const AT_ONCE = 500;

/** That a tenant was forgotten, and for which of its departures. */
const forgottenTenant = defineAggregate({
  kind: 'forgotten-tenant',
  schemaVersion: 1,
  schema: z.object({ offboardedAt: z.iso.datetime() }),
});

/** The tenant's own record stays, since it names who may read what is kept and who may come back; and what proves it. */
const KEEP = ['tenant', 'audit-watch', forgottenTenant.kind];

const work = defineWork({
  type: 'omd.work.forget-tenant.v1',
  data: z.object({ offboardedAt: z.iso.datetime(), slot: z.int(), page: z.int() }),
});

/**
 * Every day: what a service knows of tenants that left a month ago is forgotten, page by page. One that comes back in
 * time, or in the midst of it, keeps what there is.
 */
export function forgetTenants({ tenant, lists }: Pick<ServiceDefinition, 'tenant' | 'lists'>): DeclaredJob {
  const tenants = lists.find(({ name }) => name === 'tenants') ?? knownTenantList;

  async function leftAt({ state }: Context, tenantId: string): Promise<string | undefined> {
    const record = await tenant(state, tenantId);
    return record?.state === 'offboarded' ? record.offboardedAt : undefined;
  }

  async function isForgotten({ state }: Context, tenantId: string, offboardedAt: string): Promise<boolean> {
    return (await state.load(forgottenTenant, tenantId, 'tenant'))?.state.offboardedAt === offboardedAt;
  }

  return {
    timer: timer({
      name: 'forget-tenants',
      schedule: '0 41 3 * * *',
      async run(context) {
        const { state, bus, clock } = context;
        const slot = Math.floor(clock.now() / DAY_MS);
        for (const { tenantId } of await state.rows(PLATFORM, tenants, { filter: { state: 'offboarded' } })) {
          const offboardedAt = await leftAt(context, tenantId);
          if (!offboardedAt || clock.now() < Date.parse(offboardedAt) + KEPT_MS) continue;
          if (await isForgotten(context, tenantId, offboardedAt)) continue;
          await bus.enqueue(work, { offboardedAt, slot, page: 0 }, { tenantId, id: idOf(slot, 0) });
        }
      },
    }),
    handler: on(work, {
      async handle({ tenantid: tenantId, data }, context: Context) {
        const { offboardedAt, slot, page } = data;
        if ((await leftAt(context, tenantId)) !== offboardedAt) return;
        if ((await context.state.forget(tenantId, { keep: KEEP, limit: AT_ONCE })) > 0) {
          const next = { offboardedAt, slot, page: page + 1 };
          await context.bus.enqueue(work, next, { tenantId, id: idOf(slot, page + 1), cause: causeOf(context) });
          return;
        }
        const audit = { action: 'tenant.forget', detail: { offboardedAt } };
        const decide = () => ({ state: { offboardedAt }, audit });
        await context.state.change(forgottenTenant, { tenantId, id: 'tenant' }, decide, optionsOf(context));
      },
    }),
  };
}

const idOf = (slot: number, page: number): string => `${slot}/${page}`;
