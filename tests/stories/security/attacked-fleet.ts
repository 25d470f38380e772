import type { Action } from '../../../infra/local/fleet/model/actions.ts';
import { isIsolated } from '../../../infra/local/fleet/model/isolation.ts';
import { type Fleet, numberOf, openFleet } from '../fleet.ts';
import { part } from '../product.ts';

const services = part('security-respond', new URL('respond/', import.meta.url));

/** A simulated fleet and the service that protects it. */
export interface AttackedFleet extends Fleet {
  /** What Defender was asked to do with a device. */
  ordersFor(deviceId: string): Action['kind'][];
  /** What Microsoft says of its alerts where somebody has changed it. */
  alertStatuses(): (string | undefined)[];
  /** Whether the device is really cut off. */
  isCutOff(deviceId: string): boolean;
}

/** `start`: milliseconds since 1970. */
export async function openAttackedFleet(start: number, devices: number): Promise<AttackedFleet> {
  const fleet = await openFleet({ start, devices, services });
  const { tenant, platform } = fleet;
  return {
    ...fleet,
    ordersFor: (deviceId) => tenant.fleet.actions.of(numberOf(deviceId)).map(({ kind }) => kind),
    alertStatuses: () => [...tenant.alertTriage.values()].map(({ status }) => status),
    isCutOff: (deviceId) => isIsolated(tenant.fleet.columns, numberOf(deviceId), platform.clock.now()),
  };
}
