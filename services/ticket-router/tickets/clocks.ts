import type { TicketRecord } from '../../../shared/contracts/events/ticket-events.ts';
import { addWorkingTime, type WorkingHours } from '../../../shared/time/working-hours.ts';

export type Severity = TicketRecord['severity'];

const HOUR_MS = 3_600_000;

/** Hours to the first response and between two updates; A runs around the clock. [MMD: support-request] */
const CLOCKS: Readonly<
  Record<Severity, { readonly first: number; readonly update: number; readonly always: boolean }>
> = {
  A: { first: 1, update: 8, always: true },
  B: { first: 4, update: 24, always: false },
  C: { first: 8, update: 48, always: false },
};

/** A requester who is asked and says nothing. [MMD: support-request] */
export const SILENCE_MS = 48 * HOUR_MS;
/** Half of it: then the contacts of the area are asked to stand in. [MMD: support-request] */
export const TAKEOVER_MS = SILENCE_MS / 2;
/** In which a resolved ticket can be taken up again. [MMD: support-request] */
export const REOPEN_MS = 24 * HOUR_MS;

/** Admin support hours: all day, Monday to Friday, in the zone of the tenant. */
const adminHours = (timeZone: string): WorkingHours => ({ timeZone, weekdays: [1, 2, 3, 4, 5], from: 0, to: 1440 });

/** By when somebody has to have begun. Milliseconds since 1970. */
export const firstResponseDue = (severity: Severity, from: number, timeZone: string): number =>
  due(severity, from, CLOCKS[severity].first, timeZone);

/** By when the requester has to hear something again. */
export const updateDue = (severity: Severity, from: number, timeZone: string): number =>
  due(severity, from, CLOCKS[severity].update, timeZone);

function due(severity: Severity, from: number, hours: number, timeZone: string): number {
  if (CLOCKS[severity].always) return from + hours * HOUR_MS;
  return addWorkingTime(adminHours(timeZone), from, hours * HOUR_MS);
}
