import type { Platform } from '../../../infra/local/driver/platform.ts';
import { calendarTwin, hurtDevices } from '../../../infra/local/fleet/model/calendar-twin.ts';
import { countBy } from '../../../infra/local/fleet/model/count-by.ts';
import { TOPIC_OF } from '../../../shared/contracts/events/topology.ts';
import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import type { Evidence } from './evidence.ts';

/** What came of a month, in numbers. */
export interface Outcome {
  readonly seed: number;
  readonly devices: number;
  readonly days: number;
  readonly devicesByState: Counts;
  readonly devicesByRing: Counts;
  /** Of the devices that count for the goal: how many run the newest release. */
  readonly onLatestByRing: Readonly<Record<string, { readonly eligible: number; readonly updated: number }>>;
  /** The bad update at day 21: devices that count, and how many run it or what came after. */
  readonly slo: { readonly eligible: number; readonly updated: number; readonly share: number; readonly met: boolean };
  /** Devices with a stop error that the fault has caused: here, and by a plain calendar. */
  readonly hurt: { readonly ours: number; readonly calendar: number };
  readonly tickets: Counts;
  readonly alerts: number;
  readonly graphCallsPerDeviceDay: number;
  readonly eventsPerDeviceDay: number;
  readonly requestUnitsPerDeviceDay: number;
  /** Messages sent, handed out and settled. */
  readonly busOperationsPerDeviceDay: number;
  /** Runs of functions, those included that find nothing to do. */
  readonly executionsPerDeviceDay: number;
  /** What the feeds cost an installation a day, however many devices it has. */
  readonly feedRequestUnitsPerDay: number;
}

type Counts = ReturnType<typeof countBy>;

/** The release that carries the fault. */
export const BAD_RELEASE = '2026-07-b';

export interface Played {
  readonly seed: number;
  readonly devices: number;
  readonly days: number;
  /** Before anybody read what came of it. */
  readonly spent: Spent;
}

export interface Spent extends Readonly<Platform['ground']['cosmos']['requestUnits']> {
  readonly busOperations: number;
  readonly executions: number;
}

export const spentOn = ({ ground, executions }: Platform): Spent => ({
  ...ground.cosmos.requestUnits,
  busOperations: ground.serviceBus.faults.passed(),
  executions: executions(),
});

export function outcomeOf(platform: Platform, { seed, devices, days, spent }: Played, evidence: Evidence): Outcome {
  const deviceDays = devices * days;
  const { pointReads, writes, queries, changeFeed, busOperations, executions } = spent;
  const calls = platform.cloud.calls().reduce((sum, { count }) => sum + count, 0);
  return {
    seed,
    devices,
    days,
    devicesByState: countBy(evidence.devices.map(({ state }) => state)),
    devicesByRing: countBy(evidence.assignments.map(({ ring }) => ring ?? 'none')),
    onLatestByRing: Object.fromEntries(RINGS.map((ring) => [ring, onLatest(evidence, ring)])),
    slo: sloOf(evidence),
    hurt: hurtIn(platform),
    tickets: countBy(evidence.tickets.map(({ state }) => state)),
    alerts: evidence.incidents.reduce((sum, { alerts }) => sum + alerts, 0),
    graphCallsPerDeviceDay: rounded(calls / deviceDays),
    eventsPerDeviceDay: rounded(eventsIn(platform) / deviceDays),
    requestUnitsPerDeviceDay: rounded((pointReads + writes + queries) / deviceDays),
    busOperationsPerDeviceDay: rounded(busOperations / deviceDays),
    executionsPerDeviceDay: rounded(executions / deviceDays),
    feedRequestUnitsPerDay: rounded(changeFeed / days),
  };
}

/** Events of all services so far. */
export function eventsIn({ ground: { serviceBus } }: Platform): number {
  return Object.values(TOPIC_OF).reduce((sum, topic) => sum + serviceBus.accepted(topic), 0);
}

function onLatest({ statuses }: Evidence, ring: string) {
  const counted = statuses.filter((each) => each.ring === ring && each.eligible);
  return { eligible: counted.length, updated: counted.filter(({ status }) => status === 'up-to-date').length };
}

function sloOf({ releases }: Evidence): Outcome['slo'] {
  const {
    eligible = 0,
    updated = 0,
    met = null,
  } = releases.find(({ releaseId }) => releaseId === BAD_RELEASE)?.goal ?? {};
  return { eligible, updated, share: rounded(updated / Math.max(eligible, 1)), met: met === true };
}

function hurtIn({ cloud, clock }: Platform): Outcome['hurt'] {
  const [tenant] = cloud.tenants;
  if (!tenant) return { ours: 0, calendar: 0 };
  const calendar = calendarTwin(tenant.fleet, clock.now());
  return { ours: hurtDevices(tenant.fleet).size, calendar: hurtDevices(calendar).size };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
