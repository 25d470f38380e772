import { lazyHeap } from '../../clock/heap.ts';
import { MINUTE } from './time.ts';

/** The pending events of the fleet, at most one a device. */
export interface EventQueue {
  /** Replaces the pending event of a device; Infinity leaves it with none. */
  schedule(device: number, time: number): void;
  /** The earliest pending time, or undefined when nothing is pending. */
  next(): number | undefined;
  /** Calls `run` for every event up to `time`, by time and device; `run` may schedule what comes within that time too. */
  drain(time: number, run: (device: number, time: number) => void): void;
  /** Starts again from the pending times of `times`, which somebody has replaced. */
  reload(): void;
}

const BUCKET_MS = 5 * MINUTE;

/**
 * Events lie in buckets of 5 minutes and are ordered only when their bucket comes up. `times` holds the truth (NaN for
 * none): an entry of a bucket that no longer agrees with it has been replaced.
 */
export function createEventQueue(times: Float64Array): EventQueue {
  const buckets = new Map<number, number[]>();
  const order = lazyHeap<number>(
    (a, b) => a < b,
    (bucket) => buckets.has(bucket),
  );
  const timeOf = (device: number) => times[device] ?? Number.NaN;

  function put(device: number, time: number): void {
    const bucket = Math.floor(time / BUCKET_MS);
    const devices = buckets.get(bucket);
    if (devices) devices.push(device);
    else {
      buckets.set(bucket, [device]);
      order.push(bucket);
    }
  }

  /** The devices of a bucket whose entry has not been replaced. */
  function takeOut(bucket: number): number[] {
    const devices = buckets.get(bucket) ?? [];
    buckets.delete(bucket);
    order.bury();
    return devices.filter((device) => Math.floor(timeOf(device) / BUCKET_MS) === bucket);
  }

  function reload(): void {
    buckets.clear();
    for (const [device, time] of times.entries()) if (time > 0) put(device, time);
  }

  reload();
  return {
    schedule(device, time) {
      times[device] = Number.isFinite(time) ? time : Number.NaN;
      if (Number.isFinite(time)) put(device, time);
    },
    next() {
      for (let bucket = order.peek(); bucket !== undefined; bucket = order.peek()) {
        const devices = new Set(takeOut(bucket));
        for (const device of devices) put(device, timeOf(device));
        if (devices.size > 0) return [...devices].reduce((least, device) => Math.min(least, timeOf(device)), Infinity);
      }
      return undefined;
    },
    drain(time, run) {
      for (let bucket = order.peek(); bucket !== undefined && bucket * BUCKET_MS <= time; bucket = order.peek()) {
        const devices = takeOut(bucket);
        const ready = devices.filter((device) => timeOf(device) <= time);
        for (const device of devices) if (timeOf(device) > time) put(device, timeOf(device));
        if (ready.length === 0 && buckets.has(bucket)) return;
        ready.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
        for (const device of ready) {
          const at = timeOf(device);
          if (!(at <= time)) continue;
          times[device] = Number.NaN;
          run(device, at);
        }
      }
    },
    reload,
  };
}
