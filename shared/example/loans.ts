import * as z from 'zod';
import { defineEvent } from '../contracts/events/define-event.ts';
import { defineEndpoints } from '../contracts/http/endpoint.ts';
import { idSchema, tenantParams } from '../contracts/http/identifiers.ts';
import { Refusal } from '../contracts/refusal.ts';
import { created } from '../functions/answers.ts';
import { commandOf } from '../functions/command.ts';
import { routes } from '../functions/routes.ts';
import type { ServiceDefinition } from '../functions/service.ts';
import { keepTenant, loadKnownTenant } from '../functions/tenants/known-tenant.ts';
import { type Change, defineAggregate } from '../state/aggregate.ts';
import { defineList } from '../state/lists.ts';

/** Who has a device on loan, and until when. */
const loanSchema = z.object({ deviceId: z.string(), person: z.string(), until: z.iso.date() });
type Loan = z.infer<typeof loanSchema>;

/** One event: others hear of it. */
export const deviceLent = defineEvent({
  type: 'omd.device.lent.v1',
  publisher: 'ticket-router',
  description: 'A device is on loan.',
  data: loanSchema,
});

/** One aggregate: its state, guarded against two who lend the same device. */
export const loan = defineAggregate({ kind: 'loan', schemaVersion: 1, schema: loanSchema });

/** The rule, pure: what is there and what is asked, to what becomes of it. */
export function lend(asked: Loan): (current: Loan | undefined) => Change<Loan> {
  return (current) => {
    if (current) throw new Refusal('device-on-loan', `${current.person} has it until ${current.until}.`);
    return { state: asked, events: [deviceLent.event(asked)], audit: { action: 'loan.lend' } };
  };
}

/** One route: who may call it, what goes in, what comes out, what can go wrong. */
export const loanEndpoints = defineEndpoints({
  lendDevice: {
    method: 'POST',
    path: '/api/v1/tenants/{tenantId}/devices/{deviceId}/loan',
    summary: 'Lend a device to somebody.',
    access: { permission: 'write:service', scope: 'tenant' },
    params: tenantParams.extend({ deviceId: idSchema }),
    body: z.strictObject({ person: z.string().min(1).max(100), until: z.iso.date() }),
    answers: { 201: loanSchema },
    errors: { 'device-on-loan': 409 },
  },
});

const loanRoutes = routes(loanEndpoints, {
  async lendDevice(call) {
    const { context, params, body } = call;
    const asked = { deviceId: params.deviceId, ...body };
    const key = { tenantId: context.tenantId, id: params.deviceId };
    const { state = asked } = await context.state.change(loan, key, lend(asked), commandOf(call));
    return created(state, { location: `/api/v1/tenants/${key.tenantId}/devices/${key.id}/loan` });
  },
});

export const loanList = defineList({
  name: 'loans',
  of: loan,
  columns: ['deviceId', 'person', 'until'],
  row: (state) => state,
});

/** The whole service. Its `main.ts` says `defineService(loanService)`. */
export const loanService: ServiceDefinition = {
  name: 'ticket-router',
  tenant: loadKnownTenant,
  routes: loanRoutes,
  handlers: keepTenant,
  timers: [],
  lists: [loanList],
  settings: [],
};
