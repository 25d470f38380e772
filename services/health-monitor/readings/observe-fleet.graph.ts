import { isGraphFailure, TryAgainAt } from '../../../shared/graph/errors.ts';
import { type Graph, graphOf } from '../../../shared/graph/graph.ts';
import { HOUR_MS } from '../../../shared/time/durations.ts';
import type { DeviceReading, ListedDevice } from './device-reading.ts';
import { readFirewallReport, startFirewallReport } from './firewall-report.graph.ts';
import { listFleet } from './fleet.graph.ts';
import type { Observed, ObservedStops } from './readings-after.ts';
import { isAnalyticsEmpty, readStopErrors, readStopSums } from './stop-errors.graph.ts';
import { dataUntil, hasRisen, isShort } from './stop-sums.ts';

/** What is known before the fleet is observed. */
export interface Known {
  /** Our ids by Intune's. */
  readonly enrolled: ReadonlyMap<string, string>;
  readonly before: ReadonlyMap<string, DeviceReading>;
}

/** When a reading fell due, and the report that was asked for then. */
export interface Order {
  readonly at: number;
  /** Null where none could be asked for. */
  readonly firewallReport: string | null;
}

type Context = Parameters<typeof graphOf>[0];

/**
 * Has prepared what a reading at that moment waits for. Undefined for a tenant that does not let us in: its status says so,
 * and there is nothing to read.
 */
export async function orderReading(context: Context, at: number): Promise<Order | undefined> {
  try {
    return { at, firewallReport: await startFirewallReport(graphFor(context)) };
  } catch (error) {
    if (!isGraphFailure(error) || error.retryable) throw error;
    context.log.warn('no report on firewalls', { code: error.code });
    return error.code === 'graph-consent-missing' ? undefined : { at, firewallReport: null };
  }
}

/** A list that is short is discarded; in an hour there may be another. */
const AGAIN_MS = HOUR_MS;

/** The report is ready within a minute, or something is the matter with it. */
const REPORT_PATIENCE_MS = HOUR_MS / 2;

/**
 * Reads the fleet once: about one call for each thousand devices, one for twenty devices with new stop errors, and a few.
 * Throws TryAgainAt while the report is being prepared, and when a list was shorter than it can be.
 */
export async function observeFleet(context: Context, { at, firewallReport }: Order, known: Known): Promise<Observed> {
  const graph = graphFor(context);
  const now = context.clock.now();
  const isPatient = now < at + REPORT_PATIENCE_MS;
  const firewalls = firewallReport ? await readFirewallReport(graph, firewallReport, { now, isPatient }) : undefined;
  const listed = await listFleet(graph);
  if (!listed) throw new TryAgainAt(now + AGAIN_MS, 'unavailable');
  const stops = await observeStops(graph, known, listed, dataUntil(at));
  if (stops === 'short') throw new TryAgainAt(now + AGAIN_MS, 'unavailable');
  return { listed, firewalls, stops };
}

async function observeStops(
  graph: Graph,
  { enrolled, before }: Known,
  listed: ReadonlyMap<string, ListedDevice>,
  until: number,
): Promise<ObservedStops | 'short' | undefined> {
  const sums = await readStopSums(graph);
  const summed = [...enrolled].flatMap(([managedDeviceId, deviceId]) =>
    listed.has(managedDeviceId)
      ? [{ managedDeviceId, before: before.get(deviceId), sum: sums.get(managedDeviceId) ?? 0 }]
      : [],
  );
  if (sums.size === 0 && (await isAnalyticsEmpty(graph))) return undefined;
  if (isShort(summed, until)) return 'short';
  const risen = summed.filter((device) => hasRisen(device, until));
  const found = await readStopErrors(
    graph,
    risen.map(({ managedDeviceId }) => managedDeviceId),
  );
  return { sums, found, until };
}

const graphFor = (context: Context): Graph =>
  graphOf(context, { lane: 'background', reason: 'reading how the devices of the fleet are' });
