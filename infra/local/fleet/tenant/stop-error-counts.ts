import { DAY } from '../model/time.ts';
import type { Tenant } from './tenant.ts';

const WINDOW_MS = 30 * DAY;

interface Counts {
  readonly asOf: number;
  readonly known: number;
  readonly byDevice: ReadonlyMap<number, number>;
}

const latest = new WeakMap<Tenant, Counts>();

/** Stop errors of a device in the 30 days before a moment. */
export function stopErrorsOf(tenant: Tenant, device: number, asOf: number): number {
  return countsAt(tenant, asOf).byDevice.get(device) ?? 0;
}

/** A report asks for every device in turn, so the last count is kept. */
function countsAt(tenant: Tenant, asOf: number): Counts {
  const errors = tenant.fleet.stopErrors();
  const known = latest.get(tenant);
  if (known?.asOf === asOf && known.known === errors.length) return known;
  const byDevice = new Map<number, number>();
  for (const { device, time } of errors)
    if (time <= asOf && time > asOf - WINDOW_MS) byDevice.set(device, (byDevice.get(device) ?? 0) + 1);
  const counts = { asOf, known: errors.length, byDevice };
  latest.set(tenant, counts);
  return counts;
}
