import { expect, it } from 'vitest';
import { drivenClock } from '../clock/clock.ts';
import { openDriver } from './driver.ts';
import { driveAtPace } from './pace.ts';

it('time passes until it is stopped, and never faster than the pace', async () => {
  const clock = drivenClock(0);
  const driver = openDriver({ clock, services: () => [] });
  const stop = new AbortController();
  const pace = 3600;
  const began = performance.now();
  clock.at(600_000, () => stop.abort()); // ten minutes of the driven clock
  await driveAtPace(driver, clock, { pace, signal: stop.signal });
  expect(clock.now()).toBeGreaterThanOrEqual(600_000);
  expect(clock.now()).toBeLessThanOrEqual((performance.now() - began) * pace);
});

it('a pace below one loses no fraction of a millisecond', async () => {
  const clock = drivenClock(0);
  const driver = openDriver({ clock, services: () => [] });
  const stop = new AbortController();
  clock.at(2, () => stop.abort());
  await driveAtPace(driver, clock, { pace: 0.01, signal: stop.signal });
  expect(clock.now()).toBeGreaterThanOrEqual(2);
});
