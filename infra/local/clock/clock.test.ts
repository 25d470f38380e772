import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drivenClock, wallClock } from './clock.ts';

describe('the driven clock', () => {
  it('stands still until it is told to go on', () => {
    const clock = drivenClock(1_000);
    expect(clock.now()).toBe(1_000);
    clock.jumpTo(5_000);
    expect(clock.now()).toBe(5_000);
  });

  it('refuses to go back, and any time that is none', () => {
    const clock = drivenClock(1_000);
    expect(() => clock.jumpTo(999)).toThrow(RangeError);
    expect(() => clock.jumpTo(Number.NaN)).toThrow(RangeError);
    expect(clock.now()).toBe(1_000);
  });

  it('shows each alarm its own moment', () => {
    const clock = drivenClock(0);
    const moments: number[] = [];
    for (const time of [30, 10, 20]) clock.at(time, () => moments.push(clock.now()));
    clock.jumpTo(100);
    expect(moments).toEqual([10, 20, 30]);
  });

  it('rings in the same jump what an alarm sets for a moment that has come', () => {
    const clock = drivenClock(0);
    const rung: string[] = [];
    clock.at(10, () => {
      clock.at(20, () => rung.push('later'));
      clock.at(5, () => rung.push('already past'));
    });
    clock.jumpTo(20);
    expect(rung).toEqual(['already past', 'later']);
    expect(clock.now()).toBe(20);
  });

  it('waits for the next jump with an alarm whose moment is now', () => {
    const clock = drivenClock(10);
    let rung = 0;
    clock.at(10, () => rung++);
    expect(rung).toBe(0);
    expect(clock.next()).toBe(10);
    clock.jumpTo(10);
    expect(rung).toBe(1);
    expect(clock.next()).toBeUndefined();
  });

  it('does not go back after an alarm has driven it on', () => {
    const clock = drivenClock(0);
    clock.at(10, () => clock.jumpTo(100));
    clock.jumpTo(20);
    expect(clock.now()).toBe(100);
  });

  it('keeps the other alarms when one of them throws', () => {
    const clock = drivenClock(0);
    let rung = 0;
    clock.at(10, () => {
      throw new Error('broken');
    });
    clock.at(20, () => rung++);
    expect(() => clock.jumpTo(30)).toThrow('broken');
    expect(clock.now()).toBe(10);
    clock.jumpTo(30);
    expect(rung).toBe(1);
  });

  it('rings what is not cancelled once, by time and then by the order of setting', () => {
    const alarms = fc.array(fc.record({ time: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() }));
    const jumps = fc.array(fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(alarms, jumps, (settings, steps) => {
        const clock = drivenClock(0);
        const rung: number[] = [];
        const cancels = settings.map(({ time }, index) => clock.at(time, () => rung.push(index)));
        cancels.forEach((cancel, index) => {
          if (settings[index]?.cancelled) cancel();
        });
        for (const step of steps) clock.jumpTo(clock.now() + step);
        for (const cancel of cancels) cancel();
        const due = settings
          .map(({ time, cancelled }, index) => ({ time, cancelled, index }))
          .filter(({ time, cancelled }) => !cancelled && time <= clock.now() && steps.length > 0)
          .sort((a, b) => a.time - b.time || a.index - b.index);
        expect(rung).toEqual(due.map(({ index }) => index));
        expect(clock.next()).toBeUndefined();
      }),
    );
  });

  it('drives a hundred thousand alarms, half of them cancelled, in order', () => {
    const clock = drivenClock(0);
    const moments: number[] = [];
    for (let index = 0; index < 100_000; index++) {
      const cancel = clock.at((index * 7_919) % 100_003, () => moments.push(clock.now()));
      if (index % 2 === 1) cancel();
    }
    for (let next = clock.next(); next !== undefined; next = clock.next()) clock.jumpTo(next);
    expect(moments).toHaveLength(50_000);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
  });
});

describe('the wall clock', () => {
  it('rings when the moment has come, not before', async () => {
    const time = Date.now() + 20;
    await new Promise<void>((resolve) => {
      // Alarms do not keep a process alive, so something else must.
      const alive = setInterval(() => undefined, 1_000);
      wallClock.at(time, () => {
        clearInterval(alive);
        resolve();
      });
    });
    expect(Date.now()).toBeGreaterThanOrEqual(time);
  });

  it('rings for what is past, but never while it is being set', async () => {
    let setting = true;
    const duringSetting = new Promise<boolean>((resolve) => {
      wallClock.at(0, () => resolve(setting));
    });
    setting = false;
    await expect(duringSetting).resolves.toBe(false);
  });

  it('does not ring once cancelled', async () => {
    const rung: string[] = [];
    const past = Date.now() - 1;
    wallClock.at(past, () => rung.push('cancelled'))();
    await new Promise<void>((resolve) => {
      wallClock.at(past, resolve);
    });
    expect(rung).toEqual([]);
  });
});
