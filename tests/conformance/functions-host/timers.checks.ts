import assert from 'node:assert/strict';
import { forgetfulTimerStatus } from '../../../infra/local/functions-host/timers/timer-status.ts';
import { checks } from './checks.ts';
import { type AppOptions, type OpenedApp, START } from './environment.ts';

interface SeenTimer {
  readonly function: string;
  readonly timer: {
    readonly isPastDue: boolean;
    readonly schedule: { readonly adjustForDST: boolean };
    readonly scheduleStatus: { readonly last: string; readonly next: string; readonly lastUpdated: string } | null;
  };
  readonly retry: { readonly retryCount: number; readonly maxRetryCount: number } | undefined;
  readonly hasTriggerMetadata: boolean;
}

const MINUTE = 60_000;
const everyFiveMinutes: AppOptions = { environment: { SCHEDULE: '0 */5 * * * *' } };

export const timers = checks('timers', {
  'fires when the clock comes to it, and is the next alarm of the clock': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    await app.settle();
    assert.equal(app.clock.next(), Date.parse('2026-11-25T03:05:00Z'));
    await pass(app, 8 * MINUTE);
    assert.equal((await runs(app, 'every-five-minutes')).length, 2);
  },
  'tells last, next and update with seven decimals and an offset; a timer that never ran has the zero of .NET': async ({
    open,
  }) => {
    const app = await open('timers', everyFiveMinutes);
    await pass(app, 8 * MINUTE);
    const [first, second] = await runs(app, 'every-five-minutes');
    assert.deepEqual(first?.timer.scheduleStatus, {
      last: '0001-01-01T00:00:00',
      next: '2026-11-25T03:05:00.0000000+00:00',
      lastUpdated: '2026-11-25T03:02:01.0000000+00:00',
    });
    assert.deepEqual(second?.timer.scheduleStatus, {
      last: '2026-11-25T03:05:00.0000000+00:00',
      next: '2026-11-25T03:10:00.0000000+00:00',
      lastUpdated: '2026-11-25T03:05:00.0000000+00:00',
    });
  },
  'adjusts for daylight saving only where the schedule is no interval': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    await pass(app, 121 * MINUTE);
    assert.equal((await runs(app, 'every-five-minutes'))[0]?.timer.schedule.adjustForDST, true);
    assert.equal((await runs(app, 'interval'))[0]?.timer.schedule.adjustForDST, false);
  },
  'counts an interval from the start': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    await pass(app, 119 * MINUTE);
    assert.equal((await runs(app, 'interval')).length, 0);
    await pass(app, 1 * MINUTE);
    assert.equal((await runs(app, 'interval')).length, 1);
  },
  'runs on start where it is asked to, and keeps no status without a monitor': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    await app.settle();
    const [run, ...more] = await runs(app, 'on-startup');
    assert.equal(more.length, 0);
    assert.deepEqual([run?.timer.isPastDue, run?.timer.scheduleStatus], [false, null]);
  },
  'keeps no status for a schedule of more than once a minute': async ({ open }) => {
    const app = await open('timers', { environment: { SCHEDULE: '*/30 * * * * *' } });
    await pass(app, MINUTE);
    const found = await runs(app, 'every-five-minutes');
    assert.equal(found.length, 2);
    assert.equal(found[0]?.timer.scheduleStatus, null);
  },
  'notices after a restart that a run was missed, and runs once, past due': async ({ open }) => {
    const timerStatus = forgetfulTimerStatus();
    const app = await open('timers', { ...everyFiveMinutes, timerStatus });
    await app.settle();
    await app.host.kill();
    app.clock.jumpTo(START + 13 * MINUTE);
    const next = await app.again({ timerStatus });
    await next.settle();
    const found = await runs(next, 'every-five-minutes');
    assert.deepEqual(
      found.map(({ timer }) => timer.isPastDue),
      [true],
    );
    assert.equal(next.clock.next(), Date.parse('2026-11-25T03:20:00Z'));
  },
  'is not past due when its schedule was changed meanwhile': async ({ open }) => {
    const timerStatus = forgetfulTimerStatus();
    const app = await open('timers', { ...everyFiveMinutes, timerStatus });
    await app.settle();
    await app.host.kill();
    app.clock.jumpTo(START + 13 * MINUTE);
    const next = await app.again({ timerStatus, environment: { SCHEDULE: '0 0 12 * * *' } });
    await next.settle();
    assert.equal((await runs(next, 'every-five-minutes')).length, 0);
  },
  'takes five fields, without seconds, too': async ({ open }) => {
    const app = await open('timers', { environment: { SCHEDULE: '0/5 * * * *' } });
    await pass(app, 8 * MINUTE);
    assert.equal((await runs(app, 'every-five-minutes')).length, 2);
  },
  'wants day of month and day of week both': async ({ open }) => {
    // The next first of a month that is a Monday.
    const app = await open('timers', { environment: { SCHEDULE: '0 0 0 1 * MON' } });
    await app.settle();
    const { trigger } = app.host.functions.find(({ name }) => name === 'every-five-minutes') ?? {};
    assert.equal(trigger?.type === 'timerTrigger' && trigger.schedule.next(START), Date.parse('2027-02-01T00:00:00Z'));
  },
  'reckons in UTC unless WEBSITE_TIME_ZONE names a zone': async ({ open }) => {
    const environment = { SCHEDULE: '0 0 9 * * *', WEBSITE_TIME_ZONE: 'America/New_York' };
    const { host } = await open('timers', { environment });
    const { trigger } = host.functions.find(({ name }) => name === 'every-five-minutes') ?? {};
    assert.equal(trigger?.type === 'timerTrigger' && trigger.schedule.next(START), Date.parse('2026-11-25T14:00:00Z'));
  },
  'tries again as its retry policy says, and then waits for the next run': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    app.clock.jumpTo(Date.parse('2026-11-25T05:29:00Z'));
    await pass(app, 5 * MINUTE);
    const found = await runs(app, 'unsteady');
    assert.deepEqual(
      found.map(({ retry }) => retry),
      [0, 1, 2].map((retryCount) => ({ retryCount, maxRetryCount: 2 })),
    );
  },
  'has no trigger metadata for timers': async ({ open }) => {
    const app = await open('timers', everyFiveMinutes);
    await app.settle();
    assert.equal((await runs(app, 'on-startup'))[0]?.hasTriggerMetadata, false);
  },
});

/** Lets time pass, alarm by alarm. */
async function pass({ clock, settle }: OpenedApp, milliseconds: number): Promise<void> {
  await settle();
  const end = clock.now() + milliseconds;
  for (let next = clock.next(); next !== undefined && next <= end; next = clock.next()) {
    clock.jumpTo(next);
    await settle();
  }
  clock.jumpTo(end);
}

async function runs(app: OpenedApp, name: string): Promise<SeenTimer[]> {
  return (await app.seen<SeenTimer>()).filter((each) => each.function === name);
}
