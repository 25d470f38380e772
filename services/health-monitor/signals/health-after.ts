import { HEALTH_SIGNALS, type HealthSignal } from '../../../shared/contracts/events/health-events.ts';
import { TREND_DAYS } from '../numbers.ts';
import { unhealthySignals } from '../readings/device-health.ts';
import { type Crashed, isReporting, isUpdated } from './counts.ts';
import { episodeAfter } from './episode.ts';
import { type DayOfHealth, type FleetHealth, NOTHING_READ, type SignalState } from './fleet-health.ts';
import type { FleetReading } from './fleet-reading.ts';
import { protectionIn } from './protection.ts';
import { NO_STOP_DATA } from './sentences.ts';
import { stopErrorsIn } from './stop-errors.ts';
import type { Verdict } from './verdict.ts';

export interface HealthAfter {
  readonly health: FleetHealth;
  /** Devices whose stop errors are news. */
  readonly crashed: readonly Crashed[];
}

/** What a reading makes of the fleet's health: the same reading upon the same health always makes the same of it. */
export function healthAfter(current: FleetHealth | undefined, reading: FleetReading): HealthAfter {
  const { at, until, packs } = reading;
  const known = current ?? NOTHING_READ;
  const { crashed, counts, bets, verdict } = stopErrorsIn(known, reading);
  const firewall = protectionIn('firewall', known, reading);
  const bitlocker = protectionIn('bitlocker', known, reading);
  const verdicts = { 'stop-errors': verdict, firewall: firewall.verdict, bitlocker: bitlocker.verdict };
  const dataUntil = until === undefined ? known.dataUntil : iso(until);
  const unhealthy = unhealthyCounts(reading, dataUntil);
  const signals = Object.fromEntries(
    HEALTH_SIGNALS.map((signal) => [
      signal,
      { ...signalAfter(signal, known.signals[signal], verdicts[signal], at), unhealthyDevices: unhealthy[signal] },
    ]),
  ) as FleetHealth['signals'];
  if (until === undefined) signals['stop-errors'] = { ...signals['stop-errors'], sentence: NO_STOP_DATA };
  const day: DayOfHealth = {
    ...headCounts(reading),
    stops: counts,
    firewall: firewall.counts,
    bitlocker: bitlocker.counts,
    isTroubled: signals['stop-errors'].episode.kind === 'open',
  };
  const days = [...known.days.filter((earlier) => earlier.day !== day.day), day].slice(-TREND_DAYS);
  return { crashed, health: { readAt: iso(at), dataUntil, packs, bets: [...bets], days, signals } };
}

/** Without a verdict, the one before stands. */
function signalAfter(
  signal: HealthSignal,
  before: SignalState,
  verdict: Verdict | undefined,
  at: number,
): Omit<SignalState, 'unhealthyDevices'> {
  if (!verdict) return before;
  const { judgement, ...found } = verdict;
  const episode = episodeAfter(before.episode, judgement, { signal, at: iso(at) });
  // The alarm that opened an incident stays its reason.
  const alarm = before.episode.kind === 'open' && episode.kind === 'open' ? before.alarm : judgement.alarm;
  return { ...found, episode, alarm };
}

function unhealthyCounts({ readings }: FleetReading, dataUntil: string | null): Record<HealthSignal, number> {
  const until = Date.parse(dataUntil ?? '');
  const all = readings.flatMap((reading) => unhealthySignals(reading, until));
  const countOf = (signal: HealthSignal) => all.filter((other) => other === signal).length;
  return { 'stop-errors': countOf('stop-errors'), firewall: countOf('firewall'), bitlocker: countOf('bitlocker') };
}

function headCounts({ at, readings }: FleetReading): Pick<DayOfHealth, 'day' | 'devices' | 'reporting' | 'updated'> {
  const reporting = readings.filter((reading) => isReporting(reading, at));
  return {
    day: iso(at).slice(0, 10),
    devices: readings.length,
    reporting: reporting.length,
    updated: reporting.filter((reading) => isUpdated(reading, at)).length,
  };
}

const iso = (time: number): string => new Date(time).toISOString();
