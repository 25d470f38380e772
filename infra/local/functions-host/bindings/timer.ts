import { z } from 'zod';
import { HostError, messageOf } from '../errors.ts';
import { parseSchedule, type Schedule } from '../timers/schedule.ts';
import { type Declared, readBinding } from './declared.ts';

export interface TimerTrigger {
  readonly type: 'timerTrigger';
  readonly bindingName: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** Whether the last run is remembered, so that a missed one is noticed. */
  readonly useMonitor: boolean;
}

const Options = z.strictObject({
  schedule: z.string(),
  runOnStartup: z.boolean().default(false),
  useMonitor: z.boolean().default(true),
});

export function bindTimer(declared: Declared): TimerTrigger {
  const { schedule: expression, runOnStartup, useMonitor } = readBinding(Options, declared);
  const schedule = readSchedule(declared, expression);
  return {
    type: 'timerTrigger',
    bindingName: declared.bindingName,
    schedule,
    runOnStartup,
    useMonitor: useMonitor && schedule.monitored,
  };
}

function readSchedule({ functionName, environment }: Declared, expression: string): Schedule {
  try {
    return parseSchedule(expression, environment['WEBSITE_TIME_ZONE'] || 'UTC');
  } catch (error) {
    throw new HostError(
      'ScheduleInvalid',
      `Function "${functionName}": schedule "${expression}": ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}
