import type { TICKET_AREAS, TICKET_SEVERITIES } from '../../../shared/contracts/events/ticket-events.ts';

type Area = (typeof TICKET_AREAS)[number];
type Severity = (typeof TICKET_SEVERITIES)[number];

/** What another service has found: an incident that begins, goes on or is over. */
export interface IncidentNews {
  readonly incidentId: string;
  readonly phase: 'open' | 'more' | 'over';
  readonly title: string;
  readonly text: string;
  readonly area: Area;
  readonly severity: Severity;
  readonly devices: readonly string[];
}

/** Attacks by their own severity; others as the service proposes for what it raises by itself. */
export const SEVERITY_OF_ALERT: Readonly<Record<'informational' | 'low' | 'medium' | 'high', Severity>> = {
  informational: 'C',
  low: 'C',
  medium: 'B',
  high: 'A',
};
