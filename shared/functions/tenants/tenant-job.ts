import { z } from 'zod';
import { type Handler, on } from '../../bus/handlers.ts';
import { defineWork } from '../../bus/work.ts';
import { UNGRANTED } from '../../contracts/microsoft-permissions.ts';
import type { ListDefinition } from '../../state/lists.ts';
import { PLATFORM } from '../../state/state.ts';
import type { Context, TenantContext } from '../context.ts';
import { type Timer, timer } from '../timers.ts';
import { knownTenantList } from './known-tenant.ts';

/** Work that falls due for every active tenant again and again. */
export interface TenantJob {
  /** Lower case with dashes; also the name of the work. */
  readonly name: string;
  /** NCRONTAB, six fields, UTC: one slot each time. */
  readonly schedule: string;
  /** The list of the service's tenants; by default those that it has heard of. */
  readonly tenants?: ListDefinition;
  /** Which tenants are due at this moment; by default all. */
  due?(context: Context, tenantId: string, at: number): Promise<boolean>;
  /** One tenant's part of one slot. `context.tenantId` is set. It must bear to be called again with the same slot. */
  run(context: TenantContext, slot: Slot): Promise<void>;
}

/** When the work fell due, in milliseconds since 1970. Two leaders of one slot give it the same moment. */
export interface Slot {
  readonly at: number;
}

/** The two functions of a job, to be listed among the service's. */
export interface DeclaredJob {
  readonly timer: Timer;
  readonly handler: Handler<Context>;
}

/** Schedules fire at full seconds, and a leader may be late by some: a slot is the minute in which it fired. */
const SLOT_MS = 60_000;

/** The timer decides nothing: it enqueues the work of each tenant under the id of the slot, so that two leaders do it once. */
export function tenantJob({ name, schedule, tenants = knownTenantList, due, run }: TenantJob): DeclaredJob {
  const work = defineWork({ type: `omd.work.${name}.v1` as const, data: z.object({ at: z.int() }) });
  return {
    timer: timer({
      name,
      schedule,
      async run(context) {
        const at = Math.floor(context.clock.now() / SLOT_MS) * SLOT_MS;
        const active = await context.state.rows(PLATFORM, tenants, { filter: { state: 'active' } });
        for (const { tenantId } of active) {
          if (due && !(await due(context, tenantId, at))) continue;
          await context.bus.enqueue(work, { at }, { tenantId, id: String(at) });
        }
      },
    }),
    handler: on(work, {
      async handle({ tenantid, data }, context: Context) {
        const tenant = { ...context, tenantId: tenantid };
        await run(tenant, data).catch((error: unknown) => passOver(tenant, name, error));
      },
    }),
  };
}

/** What a tenant does not grant is for the next slot: a dead letter for each would bury the others. The status says what it is. */
function passOver({ log }: Context, job: string, error: unknown): void {
  if (!(error instanceof Error) || !('code' in error) || !UNGRANTED.has(String(error.code))) throw error;
  log.warn('a tenant has not granted what a job takes', { job, code: error.code, reason: error.message });
}
