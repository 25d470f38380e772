import type { Actor } from '../../../shared/contracts/actor.ts';
import { ticketBody, ticketEndpoints } from '../../../shared/contracts/http/tickets.ts';
import { created, ok } from '../../../shared/functions/answers.ts';
import { optionsOf } from '../../../shared/functions/cause.ts';
import { commandOf } from '../../../shared/functions/command.ts';
import type { Context, TenantContext } from '../../../shared/functions/context.ts';
import { answerList } from '../../../shared/functions/lists.ts';
import { routes } from '../../../shared/functions/routes.ts';
import { loadKnownTenant } from '../../../shared/functions/tenants/known-tenant.ts';
import { loadContacts, noticeFor } from '../contacts/contacts.store.ts';
import { noteOnDevices } from '../devices/device.store.ts';
import { contactMissing, ticketUnknown } from '../errors.ts';
import { refuseOlder } from '../incidents/incident-tickets.store.ts';
import { areaOf } from './areas.ts';
import { type Deed, done, reactivated } from './deeds.ts';
import { edited } from './edited.ts';
import { setClock } from './run-clocks.event.ts';
import { sentenceOf } from './sentence.ts';
import { ticketAggregate, ticketList } from './ticket.store.ts';
import { type Act, opened, severityFor, type Ticket } from './ticket.ts';

export const ticketRoutes = routes(ticketEndpoints, {
  listTickets: (call) => answerList(call, ticketList, { defaultSort: '-openedAt' }),

  async openTicket(call) {
    const { context, body, commandId } = call;
    const { state, tenantId } = context;
    const severity = severityFor(body.kind, body.severity);
    const contacts = await loadContacts(state, tenantId);
    const area = body.area ?? areaOf(body.category ?? '');
    if (!contacts.contacts[area]?.length) throw contactMissing(area);
    const tenant = await loadKnownTenant(state, tenantId);
    const ticketId = `ticket:${commandId}`;
    const asked = {
      ...body,
      ...{ severity, area, ticketId, category: body.category ?? null, subcategory: body.subcategory ?? null },
      raisedBy: 'person',
      incidentId: null,
      timeZone: tenant?.timeZone ?? 'UTC',
    } as const;
    const { state: ticket } = await state.change(
      ticketAggregate,
      { tenantId, id: ticketId },
      (current) => (current ? undefined : opened(asked, actOf(context), noticeFor(contacts, area))),
      { ...commandOf(call), expect: 'new' },
    );
    if (!ticket) throw ticketUnknown();
    await noteOnDevices(state, tenantId, ticket.devices, ticketId, optionsOf(context));
    await setClock(context, ticket);
    return created(bodyOf(ticket), { location: `/api/v1/tenants/${tenantId}/tickets/${ticketId}` });
  },

  async readTicket({ context: { state, tenantId }, params: { ticketId } }) {
    const found = await state.load(ticketAggregate, tenantId, ticketId);
    if (!found) throw ticketUnknown();
    return ok(bodyOf(found.state), { etag: found.etag });
  },

  async editTicket(call) {
    const { context, params, body } = call;
    if (body.state === 'working') await refuseOlder(context.state, context.tenantId, params.ticketId);
    return change(call, (ticket, acting) => edited(ticket, body, acting));
  },

  assignTicket: (call) => act(call, { kind: 'assign', ...call.body }),
  startTicket: (call) => act(call, { kind: 'start', ...call.body }),
  askRequester: (call) => act(call, { kind: 'ask', ...call.body }),
  replyToTicket: (call) => act(call, { kind: 'reply', ...call.body }),
  transferTicket: (call) => act(call, { kind: 'transfer', ...call.body }),
  downgradeTicket: (call) => act(call, { kind: 'downgrade', ...call.body }),
  resolveTicket: (call) => act(call, { kind: 'resolve', ...call.body }),

  async reactivateTicket(call) {
    const { state, tenantId } = call.context;
    await refuseOlder(state, tenantId, call.params.ticketId);
    return change(call, (ticket, acting) => reactivated(ticket, call.body.text, acting));
  },
});

interface TicketCall {
  readonly context: TenantContext;
  readonly params: { readonly ticketId: string };
  readonly commandId: string;
  readonly ifMatch: string | undefined;
}

const act = (call: TicketCall, deed: Deed) => change(call, (ticket, acting) => done(ticket, deed, acting));

async function change(
  call: TicketCall,
  rule: (ticket: Ticket, acting: Act) => ReturnType<typeof done | typeof edited>,
) {
  const { context, params } = call;
  const { state, tenantId } = context;
  const { state: ticket, etag } = await state.change(
    ticketAggregate,
    { tenantId, id: params.ticketId },
    (current) => {
      if (!current) throw ticketUnknown();
      return rule(current, actOf(context));
    },
    commandOf(call),
  );
  if (!ticket) throw ticketUnknown();
  await setClock(context, ticket);
  return ok(bodyOf(ticket), { ...(etag && { etag }) });
}

function actOf({ actor, clock }: Context): Act {
  return { by: nameOf(actor), now: clock.now() };
}

const bodyOf = (ticket: Ticket) => ticketBody.parse({ ...ticket, sentence: sentenceOf(ticket) });

const nameOf = (actor: Actor): string => ('name' in actor ? actor.name : actor.id);
