import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DrivenClock, drivenClock } from '../clock/clock.ts';
import type { RunningService } from '../supervisor/running-service.ts';
import { NeverQuiet, openDriver } from './driver.ts';

/** A service that handles what waits for it, one thing a round, and writes down when. */
function service(name: string, handled: string[], clock: DrivenClock): RunningService & { waiting: number } {
  const self = {
    name,
    functions: [],
    waiting: 0,
    fetch: () => Promise.reject(new Error('no routes')),
    stop: () => Promise.resolve(),
    kill: () => Promise.resolve(),
    async round() {
      if (self.waiting === 0) return { moved: 0, next: undefined };
      self.waiting -= 1;
      handled.push(`${clock.now()} ${name}`);
      return { moved: 1, next: undefined };
    },
  };
  return self;
}

describe('a driven run', () => {
  it('goes round in order of names, until a round moves nothing', async () => {
    const clock = drivenClock(0);
    const handled: string[] = [];
    const [b, a] = [service('b', handled, clock), service('a', handled, clock)];
    a.waiting = 1;
    b.waiting = 2;
    const driver = openDriver({ clock, services: () => [b, a] });
    expect(await driver.settle()).toBe(3);
    expect(handled).toEqual(['0 a', '0 b', '0 b']);
  });

  it('jumps from one due moment to the next, settling at each, and ends at the moment asked for', async () => {
    const clock = drivenClock(0);
    const handled: string[] = [];
    const only = service('only', handled, clock);
    for (const time of [100, 250, 900])
      clock.at(time, () => {
        only.waiting += 1;
      });
    const driver = openDriver({ clock, services: () => [only] });
    await driver.runUntil(500);
    expect(handled).toEqual(['100 only', '250 only']);
    expect(clock.now()).toBe(500);
  });

  it('heeds the timers of a service in another process, which reports when it is next due', async () => {
    const clock = drivenClock(0);
    const rounds: number[] = [];
    const hourly = {
      ...service('hourly', [], clock),
      async round(now: number) {
        if (now > 0 && now % 60 === 0 && !rounds.includes(now)) {
          rounds.push(now);
          return { moved: 1, next: now + 60 };
        }
        return { moved: 0, next: now - (now % 60) + 60 };
      },
    };
    await openDriver({ clock, services: () => [hourly] }).runUntil(200);
    expect(rounds).toEqual([60, 120, 180]);
  });

  it('says so when services keep each other busy without end', async () => {
    const clock = drivenClock(0);
    const restless = { ...service('restless', [], clock), round: async () => ({ moved: 1, next: undefined }) };
    const driver = openDriver({ clock, services: () => [restless], mostRounds: 5 });
    await expect(driver.settle()).rejects.toThrow(NeverQuiet);
  });

  it('says so when something stays due', async () => {
    const clock = drivenClock(100);
    const late = { ...service('late', [], clock), round: async () => ({ moved: 0, next: 50 }) };
    await expect(openDriver({ clock, services: () => [late] }).runUntil(200)).rejects.toThrow(NeverQuiet);
  });

  it('is the same every time', async () => {
    const load = fc.array(fc.record({ time: fc.nat(1000), to: fc.constantFrom('a', 'b', 'c') }));
    const runOf = async (entries: { time: number; to: string }[]) => {
      const clock = drivenClock(0);
      const handled: string[] = [];
      const services = new Map(['a', 'b', 'c'].map((name) => [name, service(name, handled, clock)]));
      for (const { time, to } of entries)
        clock.at(time, () => {
          const target = services.get(to);
          if (target) target.waiting += 1;
        });
      await openDriver({ clock, services: () => services.values() }).runUntil(1000);
      return handled;
    };
    await fc.assert(
      fc.asyncProperty(load, async (entries) => {
        const handled = await runOf(entries);
        expect(handled).toHaveLength(entries.length);
        expect(await runOf(entries)).toEqual(handled);
      }),
      { numRuns: 50 },
    );
  });
});
