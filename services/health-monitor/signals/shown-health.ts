import type * as z from 'zod';
import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import type { healthBody, signalBody } from '../../../shared/contracts/http/health.ts';
import type { HealthSettings } from '../settings/health-settings.ts';
import { type DayOfHealth, type FleetHealth, NOTHING_READ, type SignalState } from './fleet-health.ts';

/** The health of a fleet as it is shown. */
export function shownHealth(
  health: FleetHealth | undefined,
  { thresholds }: HealthSettings,
): z.input<typeof healthBody> {
  const { days, signals, dataUntil } = health ?? NOTHING_READ;
  const { devices = 0, reporting = 0 } = days.at(-1) ?? {};
  return {
    readAt: health?.readAt ?? null,
    dataUntil,
    devices,
    reporting,
    signals: HEALTH_SIGNALS.map((signal) => shownSignal(signal, signals[signal], thresholds[signal], days)),
  };
}

function shownSignal(
  signal: HealthSignal,
  state: SignalState,
  threshold: number,
  days: readonly DayOfHealth[],
): z.input<typeof signalBody> {
  const { episode, affected, reporting, expected, unhealthyDevices, isLearning: learning, sentence } = state;
  const share = shareOf(affected, reporting);
  return {
    signal,
    state: shownState(state, threshold),
    ...{ share, threshold, affected, reporting, expected, unhealthyDevices, learning, sentence },
    incidentId: episode.kind === 'open' ? episode.incidentId : null,
    trend: days.flatMap((day) => pointOf(signal, day) ?? []),
  };
}

function shownState(
  { episode, affected, reporting }: SignalState,
  threshold: number,
): z.infer<typeof signalBody>['state'] {
  if (episode.kind === 'open') return 'incident';
  const share = shareOf(affected, reporting);
  if (share === null) return 'unknown';
  return share < threshold ? 'below' : 'healthy';
}

function pointOf(signal: HealthSignal, { day, stops, ...states }: DayOfHealth) {
  if (signal !== 'stop-errors') {
    const counts = states[signal];
    return counts && point(day, counts.off, counts.known);
  }
  return stops && point(stops.day, stops.crashed, Math.round(stops.exposure / stops.days));
}

const point = (day: string, affected: number, reporting: number) => ({
  day,
  share: shareOf(affected, reporting),
  affected,
  reporting,
});

/** Of healthy devices. More devices may crash than were online the day before. */
const shareOf = (affected: number, reporting: number): number | null =>
  reporting > 0 ? Math.max(0, 1 - affected / reporting) : null;
