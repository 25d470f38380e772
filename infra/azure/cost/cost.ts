import { PRICES } from './prices.ts';

/** What a run of the story measured, per device and day. */
export interface Measured {
  readonly requestUnitsPerDeviceDay: number;
  readonly busOperationsPerDeviceDay: number;
  readonly executionsPerDeviceDay: number;
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
  /** Instances take whole seconds at their full memory; a batch of the inbox takes one. */
  secondsPerExecution: 1,
  gigabytes: 2,
  logKilobytesPerExecution: 1,
} as const;

/** What `devices` cost a month. Free grants are left out; runs that find nothing count, though they do not grow with the fleet. */
export function monthlyCost(devices: number, measured: Measured): MonthlyCost {
  const deviceDays = devices * ASSUMED.daysAMonth;
  const executions = deviceDays * measured.executionsPerDeviceDay;
  const gigabyteSeconds = executions * ASSUMED.secondsPerExecution * ASSUMED.gigabytes;
  const { cosmos, serviceBus, functions, logs } = PRICES;
  const parts = {
    cosmos: ((deviceDays * measured.requestUnitsPerDeviceDay) / 1e6) * cosmos.perMillionRequestUnits,
    serviceBus: ((deviceDays * measured.busOperationsPerDeviceDay) / 1e6) * serviceBus.perMillion,
    functions: gigabyteSeconds * functions.perGigabyteSecond + (executions / 1e6) * functions.perMillionExecutions,
    logs: ((executions * ASSUMED.logKilobytesPerExecution) / 1e6) * logs.perGigabyte,
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}
