import * as z from 'zod';
import type { TICKET_AREAS } from '../../../shared/contracts/events/ticket-events.ts';
import { contactsBody } from '../../../shared/contracts/http/contacts.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';

type Area = (typeof TICKET_AREAS)[number];
export type Contacts = z.output<typeof contactsBody>;

const contactsAggregate: AggregateDefinition<Contacts> = defineAggregate({
  kind: 'contacts',
  schemaVersion: 1,
  schema: z.object(contactsBody.shape),
});

const ID = 'contacts';

export async function loadContacts(state: State, tenantId: string): Promise<Contacts> {
  return (await state.load(contactsAggregate, tenantId, ID))?.state ?? { contacts: {} };
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
    { tenantId, id: ID },
    (current) => ({
      state: { contacts: { ...current?.contacts, [area]: contacts } },
      audit: { action: 'contacts.change', detail: { area, count: contacts.length } },
    }),
    options,
  );
  return saved.state ?? { contacts: {} };
}

/** Whom to tell about something of the area; those of *Other* stand in. */
export function contactsFor({ contacts }: Contacts, area: Area): readonly string[] {
  return (contacts[area] ?? contacts.Other ?? []).map(({ name }) => name);
}
