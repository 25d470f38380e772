import { SERVICES, type Service } from './services.ts';

/** Which service answers below `/api/v1/tenants/{tenantId}/`; what is not here is device-registration's. */
const OWNERS: Readonly<Record<string, Service>> = {
  'ring-assignments': 'update-orchestrator',
  'ring-moves': 'update-orchestrator',
  rings: 'update-orchestrator',
  releases: 'update-orchestrator',
  'update-status': 'update-orchestrator',
  'device-health': 'health-monitor',
  health: 'health-monitor',
  'health-incidents': 'health-monitor',
  'health-settings': 'health-monitor',
  contacts: 'ticket-router',
  tickets: 'ticket-router',
  isolations: 'security-alert-responder',
  'security-incidents': 'security-alert-responder',
  'security-settings': 'security-alert-responder',
};

/** The service that answers an address of the APIs. */
export function serviceOf(path: string): Service {
  const [, , , first = '', , below = ''] = path.replace(/\?.*/, '').split('/');
  return SERVICES.find((service) => service === first) ?? OWNERS[below] ?? 'device-registration';
}
