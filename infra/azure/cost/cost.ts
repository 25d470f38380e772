import { PRICES } from './prices.ts';

/** What a run of the story measured, per device and day. */
export interface Measured {
  readonly requestUnitsPerDeviceDay: number;
  readonly eventsPerDeviceDay: number;
  readonly graphCallsPerDeviceDay: number;
}

/** Dollars a month above the fixed parts, by meter. */
export interface MonthlyCost {
  readonly cosmos: number;
  readonly serviceBus: number;
  readonly functions: number;
  readonly logs: number;
  readonly total: number;
}

/** Assumptions, each to be replaced by what the first month of an installation shows. */
const ASSUMED = {
  daysAMonth: 30,
  /** Each event is sent once, copied to four queues, received and settled in each. */
  busOperationsPerEvent: 1 + 4 * 3,
  /** Instances take whole seconds at their full memory; a batch of the inbox takes one. */
  secondsPerExecution: 1,
  gigabytes: 2,
  eventsPerExecution: 8,
  graphCallsPerExecution: 4,
  logKilobytesPerExecution: 1,
} as const;

/** What `devices` cost a month. Only what grows with them: timers that find nothing, and the free grants, are in the fixed part. */
export function monthlyCost(devices: number, measured: Measured): MonthlyCost {
  const deviceDays = devices * ASSUMED.daysAMonth;
  const events = deviceDays * measured.eventsPerDeviceDay;
  const graphCalls = deviceDays * measured.graphCallsPerDeviceDay;
  // An event is published by one feed and handled by four inboxes.
  const executions = (events * 5) / ASSUMED.eventsPerExecution + graphCalls / ASSUMED.graphCallsPerExecution;
  const gigabyteSeconds = executions * ASSUMED.secondsPerExecution * ASSUMED.gigabytes;
  const { cosmos, serviceBus, functions, logs } = PRICES;
  const parts = {
    cosmos: ((deviceDays * measured.requestUnitsPerDeviceDay) / 1e6) * cosmos.perMillionRequestUnits,
    serviceBus: ((events * ASSUMED.busOperationsPerEvent) / 1e6) * serviceBus.perMillion,
    functions: gigabyteSeconds * functions.perGigabyteSecond + (executions / 1e6) * functions.perMillionExecutions,
    logs: ((executions * ASSUMED.logKilobytesPerExecution) / 1e6) * logs.perGigabyte,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
