import type { HealthIncident } from '../../../shared/contracts/events/health-events.ts';
import type { SecurityIncident } from '../../../shared/contracts/events/security-events.ts';
import type { TicketRecord } from '../../../shared/contracts/events/ticket-events.ts';

/** What another service has found: an incident that is open or over, or more about it. */
export interface IncidentNews {
  readonly incidentId: string;
  readonly phase: 'open' | 'more' | 'over';
  readonly title: string;
  readonly text: string;
  readonly area: TicketRecord['area'];
  readonly severity: TicketRecord['severity'];
  readonly devices: readonly string[];
}

/** Attacks by their own severity; others as the service proposes for what it raises by itself. */
const SEVERITY_OF_ALERT: Readonly<Record<SecurityIncident['severity'], TicketRecord['severity']>> = {
  informational: 'C',
  low: 'C',
  medium: 'B',
  high: 'A',
};

interface OfRelease {
  readonly incidentId: string;
  readonly release: { readonly kb: string };
  readonly sentence: string;
}

export const ofHold = (held: OfRelease & { readonly rings: readonly string[] }): IncidentNews =>
  ofRelease(held, 'open', `${held.release.kb} is held before ${held.rings.join(' and ')}`);

export const ofResumption = (resumed: OfRelease): IncidentNews =>
  ofRelease(resumed, 'over', `${resumed.release.kb} was held`);

const ofRelease = ({ incidentId, sentence }: OfRelease, phase: IncidentNews['phase'], title: string): IncidentNews => ({
  incidentId,
  phase,
  title,
  text: sentence,
  area: 'Devices',
  severity: 'B',
  devices: [],
});

export const ofHealth =
  (phase: IncidentNews['phase']) =>
  ({ incidentId, signal, sentence, devices }: HealthIncident): IncidentNews => ({
    incidentId,
    phase,
    title: `${signal.replaceAll('-', ' ')}: worse than chance explains`,
    text: sentence,
    area: 'Devices',
    severity: 'B',
    devices,
  });

export const ofSecurity = ({
  incidentId,
  title,
  sentence,
  severity,
  devices,
  state,
}: SecurityIncident): IncidentNews => ({
  incidentId,
  phase: state === 'resolved' ? 'over' : 'open',
  title,
  text: sentence,
  area: 'Security',
  severity: SEVERITY_OF_ALERT[severity],
  devices,
});

export const ofIsolation = (data: {
  readonly incidentId: string;
  readonly deviceId: string;
  readonly sentence: string;
}): IncidentNews => ({
  incidentId: data.incidentId,
  phase: 'more',
  title: 'A device was cut off',
  text: data.sentence,
  area: 'Security',
  severity: 'A',
  devices: [data.deviceId],
});
