import * as z from 'zod';
import type { TicketRecord } from '../../../shared/contracts/events/ticket-events.ts';
import { contactsBody } from '../../../shared/contracts/http/contacts.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';

type Area = TicketRecord['area'];
type Contacts = z.output<typeof contactsBody>;

const contactsAggregate: AggregateDefinition<Contacts> = defineAggregate({
  kind: 'contacts',
  schemaVersion: 1,
  schema: z.object(contactsBody.shape),
});

/** Where nobody is named for an area. [MMD: support-request] */
const STAND_INS: readonly Area[] = ['Other', 'ItHelpDesk'];

export async function loadContacts(state: State, tenantId: string): Promise<Contacts> {
  return (await state.load(contactsAggregate, tenantId, tenantId))?.state ?? { contacts: {} };
}

export async function saveContacts(
  state: State,
  tenantId: string,
  area: Area,
  contacts: NonNullable<Contacts['contacts'][Area]>,
  options: ChangeOptions,
): Promise<Contacts> {
  const saved = await state.change(
    contactsAggregate,
    { tenantId, id: tenantId },
    (current) => ({
      state: { contacts: { ...current?.contacts, [area]: contacts } },
      audit: { action: 'contacts.change', detail: { area, count: contacts.length } },
    }),
    options,
  );
  return saved.state ?? { contacts: {} };
}

/** Whom the service tells, in the words of a ticket: the contacts of the area, or those who stand in for them. */
export function noticeFor({ contacts }: Contacts, area: Area): string {
  const told = [area, ...STAND_INS].map((each) => contacts[each] ?? []).find(({ length }) => length > 0);
  if (!told) return `Nobody is named as contact for ${area}.`;
  return `Told in the product: ${told.map(({ name }) => name).join(', ')}.`;
}
