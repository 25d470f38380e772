import type { Columns } from './columns.ts';
import type { EventQueue } from './event-queue.ts';
import type { FirstWindows } from './first-windows.ts';
import { type Life, type LifeCourse, lifeOf } from './life.ts';
import type { News } from './news.ts';
import type { Targeting } from './targeting.ts';
import type { Updates } from './updates.ts';

/** What each device does next: it goes on with its life, or once it is in use with its updates. */
export interface DeviceCourse {
  /** The step that has come. */
  step(device: number, time: number): void;
  /** Puts a device at another step of its life. */
  enterLife(device: number, life: Life, time: number): void;
  /** Puts a device under an update policy. */
  assign(device: number, policy: number): void;
  /** Plans anew what a device is about to do. */
  plan(device: number): void;
}

export interface DeviceCourseParts {
  readonly columns: Columns;
  readonly queue: EventQueue;
  readonly lifeCourse: LifeCourse;
  readonly windows: FirstWindows;
  readonly updates: Updates;
  readonly targeting: Pick<Targeting, 'policyOf'>;
  now(): number;
  tell(news: News): void;
}

export function createDeviceCourse(parts: DeviceCourseParts): DeviceCourse {
  const { columns, queue, lifeCourse, windows, updates, targeting, now, tell } = parts;
  const { isActive } = lifeCourse;

  function plan(device: number): void {
    if (isActive(device)) queue.schedule(device, updates.plan(device, now()));
  }

  function grow(device: number, time: number): number {
    const next = lifeCourse.run(device, time);
    tell({ time, kind: 'life', device, life: lifeOf(columns, device) });
    if (!isActive(device)) return next;
    windows.enrol(device, time);
    columns.policy[device] = targeting.policyOf(device);
    return updates.plan(device, time);
  }

  return {
    plan,
    step: (device, time) => queue.schedule(device, isActive(device) ? updates.run(device, time) : grow(device, time)),
    enterLife(device, life, time) {
      queue.schedule(device, lifeCourse.enter(device, life, time));
      tell({ time, kind: 'life', device, life });
    },
    assign(device, policy) {
      columns.policy[device] = policy;
      plan(device);
    },
  };
}
