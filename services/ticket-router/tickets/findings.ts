import type { Severity } from './clocks.ts';
import { type Act, entriesWith, isOver, MOST_DEVICES, rated, type Ticket } from './ticket.ts';

/** What another service has found out about the incident of a ticket. */
interface Finding {
  readonly eventId: string;
  readonly text: string;
  readonly severity: Severity;
  readonly devices: readonly string[];
  /** Whom the service has told of it. */
  readonly notice: string | undefined;
}

/** The ticket with a finding in it: of a higher severity when that is news. */
export function told(ticket: Ticket, { eventId, text, severity, devices, notice }: Finding, act: Act): Ticket {
  // A comes before B.
  const isWorse = !isOver(ticket) && severity < ticket.toldSeverity;
  const noted = { ...ticket, entries: entriesWith(ticket, act, 'note', text) };
  return {
    ...ticket,
    ...(isWorse && { toldSeverity: severity }),
    ...(isWorse && severity < ticket.severity && rated(ticket, severity, act.now)),
    devices: [...new Set([...ticket.devices, ...devices])].slice(0, MOST_DEVICES),
    toldBy: [...ticket.toldBy, eventId].slice(-50),
    entries: notice === undefined ? noted.entries : entriesWith(noted, act, 'notice', notice),
  };
}
