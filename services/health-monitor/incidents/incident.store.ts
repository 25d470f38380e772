import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { type AggregateDefinition, defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { ChangeOptions, State } from '../../../shared/state/state.ts';
import { incidentUnknown } from '../errors.ts';
import type { DeviceReading } from '../readings/device-reading.ts';
import type { HealthSettings } from '../settings/health-settings.ts';
import type { FleetHealth } from '../signals/fleet-health.ts';
import { affectedDevices } from './affected-devices.ts';
import { close, type Incident, incidentSchema, openOrGoOn, stateOf } from './incident.ts';

const incidentAggregate: AggregateDefinition<Incident> = defineAggregate({
  kind: 'health-incident',
  schemaVersion: 1,
  schema: incidentSchema,
});

export const incidentList = defineList({
  name: 'health-incidents',
  of: incidentAggregate,
  columns: ['since', 'signal', 'state', 'closedAt', 'affected', 'reporting', 'threshold', 'sentence'],
  search: ['sentence'],
  row: ({ since, signal, closedAt, affected, reporting, threshold, sentence }) => ({
    since,
    signal,
    state: stateOf({ closedAt }),
    closedAt,
    affected,
    reporting,
    threshold,
    sentence,
  }),
});

/** Throws Refusal `incident-unknown`. */
export async function loadIncident(state: State, tenantId: string, incidentId: string): Promise<Incident> {
  const found = await state.load(incidentAggregate, tenantId, incidentId);
  if (!found) throw incidentUnknown();
  return found.state;
}

/** Brings the incidents to where the fleet's health says they are. Again, it changes nothing. */
export async function recordIncidents(
  state: State,
  tenantId: string,
  health: FleetHealth,
  found: { readonly readings: readonly DeviceReading[]; readonly settings: HealthSettings },
  options: ChangeOptions,
): Promise<void> {
  for (const signal of HEALTH_SIGNALS) {
    const decision = decisionOf(signal, health, found);
    if (decision)
      await state.change(incidentAggregate, { tenantId, id: decision.incidentId }, decision.decide, options);
  }
}

function decisionOf(
  signal: HealthSignal,
  { signals, readAt, dataUntil }: FleetHealth,
  { readings, settings }: { readonly readings: readonly DeviceReading[]; readonly settings: HealthSettings },
) {
  const { episode, alarm, affected, reporting, expected, sentence } = signals[signal];
  switch (episode.kind) {
    case 'open': {
      const { incidentId, since } = episode;
      const devices = affectedDevices(signal, readings, Date.parse(dataUntil ?? ''));
      const window = { day: readAt.slice(0, 10), affected, reporting, expected, devices, sentence };
      const threshold = settings.thresholds[signal];
      const decide = openOrGoOn({ incidentId, signal, rule: alarm ?? 'level', since, threshold, window });
      return { incidentId, decide };
    }
    case 'quiet': {
      if (!episode.last) return undefined;
      const { incidentId, closedAt } = episode.last;
      return { incidentId, decide: close(incidentId, closedAt, sentence) };
    }
  }
}
