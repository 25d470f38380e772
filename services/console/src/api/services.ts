/** The services, and what people call what each of them knows. */
export const SERVICE_NAMES = {
  'device-registration': 'Device registration',
  'update-orchestrator': 'Update orchestration',
  'health-monitor': 'Health monitoring',
  'ticket-router': 'Tickets',
  'security-alert-responder': 'Security',
} as const;

export type Service = keyof typeof SERVICE_NAMES;

export const SERVICES = Object.keys(SERVICE_NAMES) as Service[];
