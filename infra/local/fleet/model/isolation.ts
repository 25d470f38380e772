import type { Columns } from './columns.ts';

/** Full isolation leaves only the Defender channel open, so Intune hears nothing of the device. */
export function isIsolated(columns: Columns, device: number, time: number): boolean {
  const released = time >= (columns.isolatedUntil[device] ?? Number.NaN);
  return time >= (columns.isolatedFrom[device] ?? Number.NaN) && !released;
}
