import { tenantEndpoints } from '../../../shared/contracts/http/tenants.ts';
import { mayOperate } from '../../../shared/functions/access/tenant-scope.ts';
import { created, csv, ok } from '../../../shared/functions/answers.ts';
import type { Call } from '../../../shared/functions/call.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { tenantUnknown } from '../errors.ts';
import { startSetUp } from '../tenant-objects/keep-objects.event.ts';
import { loadObjects } from '../tenant-objects/tenant-objects.store.ts';
import { stateOfObject } from '../tenant-objects/tenant-objects.ts';
import { WANTED_OBJECTS } from '../tenant-objects/wanted-objects.ts';
import {
  allTenants,
  changeTenant,
  findTenant,
  listTenants,
  type MaySee,
  type StoredTenant,
  tenantColumns,
} from './tenant.store.ts';
import { change, enrol, offboard, resume, suspend } from './tenant.ts';

const answer = ({ tenant, etag }: StoredTenant) => ok(tenant, { etag });

export const tenantRoutes = routes(tenantEndpoints, {
  async enrolTenant(call) {
    const { body, context } = call;
    const enrolledAt = new Date(context.clock.now()).toISOString();
    const command = { ...commandOf(call), expect: 'new' } as const;
    const { tenant, etag } = await changeTenant(context.state, body.entraTenantId, enrol(body, enrolledAt), command);
    await setUp({ ...context, tenantId: tenant.tenantId }, tenant.enrolledAt);
    return created(tenant, { location: `/api/v1/tenants/${tenant.tenantId}`, etag });
  },

  async listTenants({ accepts, caller, context, query: { limit, after, state, ...query } }) {
    const mine: MaySee = (tenant) => mayOperate(caller, tenant);
    const asked = { ...query, filter: state ? { state } : {} };
    if (accepts === 'csv') {
      const rows = await allTenants(context.state, asked, mine);
      return csv({ fileName: 'tenants.csv', columns: tenantColumns, rows });
    }
    return ok(await listTenants(context.state, { ...asked, limit, ...(after && { after }) }, mine));
  },

  async readTenant({ context, params: { tenantId } }) {
    const found = await findTenant(context.state, tenantId);
    if (!found) throw tenantUnknown();
    return answer(found);
  },

  async changeTenant(call) {
    return answer(await changeTenant(call.context.state, call.params.tenantId, change(call.body), commandOf(call)));
  },

  suspendTenant: (call) => step(call, suspend),
  resumeTenant: (call) => step(call, resume),
  offboardTenant: (call) => step(call, offboard),

  async readTenantObjects({ context, params: { tenantId } }) {
    const found = (await loadObjects(context.state, tenantId)) ?? { operationId: null, objects: {} };
    const objects = WANTED_OBJECTS.map(({ kind, key, name }) => {
      const state = stateOfObject(found, key);
      return { kind, name, state: state.kind, id: state.kind === 'present' ? state.id : null };
    });
    return ok({ operationId: found.operationId, objects });
  },
});

/** What cannot be begun now, the next hour begins: the tenant is enrolled all the same. */
async function setUp(context: TenantContext, enrolledAt: string): Promise<void> {
  try {
    await startSetUp(context, enrolledAt);
  } catch (error) {
    context.log.warn('setting a tenant up has to wait', { error });
  }
}

type StepCall =
  | Call<(typeof tenantEndpoints)['suspendTenant']>
  | Call<(typeof tenantEndpoints)['resumeTenant']>
  | Call<(typeof tenantEndpoints)['offboardTenant']>;

/** One step in the life of a tenant, for the reason that is given. */
async function step(call: StepCall, decide: typeof offboard) {
  const { body, context, params } = call;
  const now = new Date(context.clock.now()).toISOString();
  return answer(await changeTenant(context.state, params.tenantId, decide(body.reason, now), commandOf(call)));
}
