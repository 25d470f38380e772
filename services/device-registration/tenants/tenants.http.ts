import { tenantEndpoints } from '../../../shared/contracts/http/tenants.ts';
import { mayOperate } from '../../../shared/functions/access/tenant-scope.ts';
import { created, csv, ok } from '../../../shared/functions/answers.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { tenantUnknown } from '../errors.ts';
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

  async suspendTenant(call) {
    const decide = suspend(call.body.reason);
    return answer(await changeTenant(call.context.state, call.params.tenantId, decide, commandOf(call)));
  },

  async resumeTenant(call) {
    const decide = resume(call.body.reason);
    return answer(await changeTenant(call.context.state, call.params.tenantId, decide, commandOf(call)));
  },

  async offboardTenant(call) {
    const decide = offboard(call.body.reason);
    return answer(await changeTenant(call.context.state, call.params.tenantId, decide, commandOf(call)));
  },
});
