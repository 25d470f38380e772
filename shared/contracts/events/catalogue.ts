import type { EventDefinition } from './define-event.ts';
import { deviceEvents } from './device-events.ts';
import { healthEvents } from './health-events.ts';
import { securityEvents } from './security-events.ts';
import { tenantEvents } from './tenant-events.ts';
import { ticketEvents } from './ticket-events.ts';
import { updateEvents } from './update-events.ts';

/** Every event that one service tells the others. */
export const catalogue: readonly EventDefinition[] = [
  ...tenantEvents,
  ...deviceEvents,
  ...updateEvents,
  ...healthEvents,
  ...ticketEvents,
  ...securityEvents,
];
