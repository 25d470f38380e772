import { expect, it } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { openDriver } from './driver.ts';
import { driveAtPace, openPace } from './pace.ts';

const HOUR = 3_600_000;

/** Lets time pass until the clock has reached a moment. */
async function driven(until: number, firstPace: number, prepare?: (pace: ReturnType<typeof openPace>) => void) {
  const clock = drivenClock(0);
  const driver = openDriver({ clock, services: () => [] });
  const pace = openPace(clock, firstPace);
  const stop = new AbortController();
  const moments: number[] = [];
  clock.at(until, () => stop.abort());
  prepare?.(pace);
  await driveAtPace(driver, { clock, pace, signal: stop.signal, onward: (time) => moments.push(time) });
  return { clock, moments };
}

it('time passes until it is stopped, and never faster than the pace', async () => {
  const began = performance.now();
  const { clock } = await driven(600_000, 3600);
  expect(clock.now()).toBeGreaterThanOrEqual(600_000);
  expect(clock.now()).toBeLessThanOrEqual((performance.now() - began) * 3600);
});

it('a pace below one loses no fraction of a millisecond', async () => {
  expect((await driven(2, 0.01)).clock.now()).toBeGreaterThanOrEqual(2);
});

it('time that stands goes on when it is told to step, and tells each moment before it comes', async () => {
  const { clock, moments } = await driven(HOUR, 0, (pace) => pace.step(HOUR));
  expect(clock.now()).toBe(HOUR);
  expect(moments).toEqual([10, 20, 30, 40, 50, 60].map((minutes) => minutes * 60_000));
});
