import * as z from 'zod';
import {
  type HealthIncident,
  healthIncidentClosed,
  healthIncidentOpened,
  healthSignal,
} from '../../../shared/contracts/events/health-events.ts';
import type { StopError } from '../readings/device-reading.ts';
import { ALARM_RULES } from '../signals/fleet-health.ts';

const moment = z.iso.datetime();
const count = z.int().min(0);
const text = z.string().nullable();

/** One reading while an incident was open. */
const windowSchema = z.object({
  day: z.iso.date(),
  affected: count,
  reporting: count,
  expected: z.number().nullable(),
});

/** What a device has in common with others. */
const affectedDevice = z.object({ deviceId: z.string(), model: text, stopCode: text, module: text });

export type AffectedDevice = z.infer<typeof affectedDevice>;

export const incidentSchema = z.object({
  signal: healthSignal,
  rule: z.enum(ALARM_RULES),
  since: moment,
  closedAt: moment.nullable(),
  threshold: z.number(),
  /** Of the reading that found most devices affected. */
  affected: count,
  reporting: count,
  sentence: z.string(),
  /** How it ended; null while it is open. */
  recovery: z.string().nullable(),
  /** At any time. */
  devices: z.array(affectedDevice),
  windows: z.array(windowSchema),
});

export type Incident = z.infer<typeof incidentSchema>;

/** What one reading says of an incident. */
export interface IncidentWindow extends z.infer<typeof windowSchema> {
  readonly devices: readonly AffectedDevice[];
  readonly sentence: string;
}

export interface Opening extends Pick<Incident, 'signal' | 'rule' | 'since' | 'threshold'> {
  readonly incidentId: string;
  readonly window: IncidentWindow;
}

export const stateOf = ({ closedAt }: Pick<Incident, 'closedAt'>): 'open' | 'closed' =>
  closedAt === null ? 'open' : 'closed';

type Current = Incident | undefined;

/** An incident names no more devices than these, nor shows more readings. */
const MOST_DEVICES = 500;
const MOST_WINDOWS = 90;
/** As many as an event carries. */
const MOST_TOLD = 100;

/** Opens an incident, or adds a reading to one that is open. A reading that it has already changes nothing. */
export const openOrGoOn = (opening: Opening) => (current: Current) => {
  if (current) return goOn(current, opening.window);
  const { incidentId, window, ...described } = opening;
  const { affected, reporting, sentence } = window;
  const state: Incident = {
    ...described,
    ...{ closedAt: null, recovery: null, affected, reporting, sentence },
    devices: window.devices.slice(0, MOST_DEVICES),
    windows: [windowOf(window)],
  };
  return {
    state,
    events: [healthIncidentOpened.event(told(incidentId, state))],
    audit: { action: 'health-incident.open', detail: { rule: opening.rule, affected, reporting } },
  };
};

function goOn(current: Incident, window: IncidentWindow) {
  if (current.closedAt !== null || current.windows.some(({ day }) => day === window.day)) return undefined;
  const known = new Set(current.devices.map(({ deviceId }) => deviceId));
  const news = window.devices.filter(({ deviceId }) => !known.has(deviceId));
  const devices = [...current.devices, ...news].slice(0, MOST_DEVICES);
  const windows = [...current.windows, windowOf(window)].slice(-MOST_WINDOWS);
  const { affected, reporting, sentence } = window.affected > current.affected ? window : current;
  return { state: { ...current, affected, reporting, sentence, devices, windows } };
}

/** Closes an incident whose signal has recovered. `last` is what the last reading says. */
export const close = (incidentId: string, closedAt: string, last: string) => (current: Current) => {
  if (!current || current.closedAt !== null) return undefined;
  const recovery = `Recovered. ${last}`;
  const state: Incident = { ...current, closedAt, recovery };
  return {
    state,
    events: [healthIncidentClosed.event({ ...told(incidentId, state), sentence: recovery, closedAt })],
    audit: { action: 'health-incident.close', detail: { recovery } },
  };
};

const windowOf = ({ day, affected, reporting, expected }: IncidentWindow) => ({ day, affected, reporting, expected });

function told(incidentId: string, incident: Incident): HealthIncident {
  const { signal, since, affected, reporting, threshold, sentence, devices } = incident;
  const ids = devices.slice(0, MOST_TOLD).map(({ deviceId }) => deviceId);
  return { incidentId, signal, since, affected, reporting, threshold, devices: ids, sentence };
}

/** A value that affected devices share, and how many of them. */
export type Shared<T> = T & { readonly devices: number };

/** Stop codes and modules, and models, of the affected devices; the most frequent first. */
export function inCommon(devices: readonly AffectedDevice[]): {
  readonly causes: Shared<Pick<StopError, 'stopCode' | 'module'>>[];
  readonly models: Shared<{ readonly model: string | null }>[];
} {
  const causes = devices.flatMap(({ stopCode, module }) => (stopCode || module ? [{ stopCode, module }] : []));
  return { causes: counted(causes), models: counted(devices.map(({ model }) => ({ model }))) };
}

function counted<T extends object>(values: readonly T[]): Shared<T>[] {
  const counts = new Map<string, Shared<T>>();
  for (const value of values) {
    const key = JSON.stringify(value);
    counts.set(key, { ...value, devices: (counts.get(key)?.devices ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.devices - a.devices);
}
