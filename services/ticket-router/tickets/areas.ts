import type { Ticket } from './ticket.ts';

/** Categories that belong to an area; the full list was never published. [MMD: developer, tickets] */
const AREA_OF_CATEGORY: ReadonlyMap<string, Ticket['area']> = new Map([
  ['devices', 'Devices'],
  ['apps', 'AppPackaging'],
  ['security', 'Security'],
]);

/** Whose contacts a ticket of a category concerns; upper and lower case are the same. */
export const areaOf = (category: string): Ticket['area'] => AREA_OF_CATEGORY.get(category.toLowerCase()) ?? 'Other';
