import type { Faults } from '../faults/faults.ts';
import type { Actions } from './actions.ts';
import type { Agenda } from './agenda.ts';
import type { Alerts } from './alerts.ts';
import type { CrashLog } from './crash-log.ts';
import type { DeviceCourse } from './device-course.ts';
import type { Happening } from './happenings.ts';
import type { Targeting } from './targeting.ts';
import { DAY } from './time.ts';

export interface HappenParts {
  isActive(device: number): boolean;
  readonly agenda: Agenda;
  readonly crashes: CrashLog;
  readonly alerts: Alerts;
  readonly actions: Actions;
  readonly faults: Faults;
  readonly targeting: Targeting;
  readonly course: DeviceCourse;
  planAll(): void;
}

/** Lets what is on the agenda happen, to devices that are in use. */
export function happen(happening: Happening, time: number, parts: HappenParts): void {
  const { isActive, crashes, alerts, actions, faults, targeting, course } = parts;
  switch (happening.kind) {
    case 'day':
      drawDay(time, time, parts);
      parts.agenda.at(time + DAY, happening);
      break;
    case 'stopError':
      if (isActive(happening.draft.device)) crashes.settle(happening.draft);
      break;
    case 'crash':
      if (isActive(happening.crash.device)) crashes.add(happening.crash);
      break;
    case 'alert':
      if (isActive(happening.draft.device)) alerts.raise(happening.draft, time);
      break;
    case 'policy':
      course.assign(happening.device, targeting.policyOf(happening.device));
      break;
    case 'action':
      actions.run(happening.action, time);
      break;
    case 'hop':
      faults.hop(happening.fault, happening.infected, time);
      break;
    case 'faultBegins':
      faults.begin(happening.fault, time);
      break;
    case 'faultEnds':
      parts.planAll();
      break;
  }
}

/** Puts on the agenda, from `now` on, what the devices' local day that `moment` falls on may bring. */
export function drawDay(moment: number, now: number, { agenda, crashes, alerts }: HappenParts): void {
  crashes.drawDay(moment, now);
  for (const { time, draft } of alerts.draw(moment)) if (time >= now) agenda.at(time, { kind: 'alert', draft });
}
