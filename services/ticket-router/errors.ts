import { Refusal } from '../../shared/contracts/refusal.ts';

export const ticketUnknown = () => new Refusal('ticket-unknown', 'There is no such ticket.');

export const ticketNotOpen = (state: string) =>
  new Refusal('ticket-not-open', `The ticket is ${state}: that cannot be done any more.`, { detail: { state } });

export const ticketClosed = () =>
  new Refusal('ticket-closed', 'A ticket can be taken up again within a day of its end. Open a new one.');

export const incidentGoesOn = (ticketId: string) =>
  new Refusal('ticket-closed', `The incident has begun anew and is dealt with in ${ticketId}.`, {
    detail: { ticketId },
  });

export const severityForced = () =>
  new Refusal('severity-forced', 'Requests for information and changes are of severity C.');

export const contactMissing = (area: string) =>
  new Refusal('contact-missing', `There is no contact for ${area}. Name one first.`, { detail: { area } });

export const securityRoleMissing = () =>
  new Refusal('role-missing', 'The contacts of Security are set by those who hold a security role.');
