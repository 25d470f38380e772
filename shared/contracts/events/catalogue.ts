import type { EventDefinition } from './define-event.ts';
import { deviceEvents } from './device-events.ts';
import { tenantEvents } from './tenant-events.ts';

/** Every event that one service tells the others. */
export const catalogue: readonly EventDefinition[] = [...tenantEvents, ...deviceEvents];
