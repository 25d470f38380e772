import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { type FleetHealth, fleetHealth } from './fleet-health.ts';
import type { FleetReading } from './fleet-reading.ts';
import { healthAfter } from './health-after.ts';
import { stopErrorEvents } from './stop-error-events.ts';

/** One for each tenant, under the tenant's id. */
const fleetHealthAggregate: AggregateDefinition<FleetHealth> = defineAggregate({
  kind: 'fleet-health',
  schemaVersion: 1,
  schema: fleetHealth,
});

/** Undefined before the first reading. */
export async function loadFleetHealth(state: State, tenantId: string): Promise<FleetHealth | undefined> {
  return (await state.load(fleetHealthAggregate, tenantId, tenantId))?.state;
}

/** Takes a reading into the health of the fleet, once, and tells of its stop errors. */
export async function recordHealth(
  state: State,
  tenantId: string,
  reading: FleetReading,
  options: ChangeOptions,
): Promise<FleetHealth> {
  const decide = (current: FleetHealth | undefined) => {
    const { health, crashed } = healthAfter(current, reading);
    return { state: health, events: stopErrorEvents(reading, crashed) };
  };
  const once = `reading-${reading.at}`;
  const { state: health } = await state.change(fleetHealthAggregate, { tenantId, id: tenantId }, decide, {
    ...options,
    once,
  });
  if (!health) throw new TypeError('Nothing removes the health of a fleet.');
  return health;
}
