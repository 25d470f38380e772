import * as z from 'zod';
import type { DeviceRecord } from '../../../shared/contracts/events/device-events.ts';
import {
  deviceHealthChanged,
  type HealthSignal,
  healthSignal,
} from '../../../shared/contracts/events/health-events.ts';

/** A device as this service needs it, and which of its signals are bad. What is read of it every day lies elsewhere. */
export const deviceSchema = z.object({
  deviceId: z.string(),
  /** `managedDevice.id` in Intune; null before the device has enrolled. */
  managedDeviceId: z.string().nullable(),
  unhealthy: z.array(healthSignal),
});

export type Device = z.infer<typeof deviceSchema>;

/** What its record says now; which of its signals are bad stays. */
export function keep(current: Device | undefined, { deviceId, managedDeviceId }: DeviceRecord): { state: Device } {
  return {
    state: { deviceId, managedDeviceId: managedDeviceId?.toLowerCase() ?? null, unhealthy: current?.unhealthy ?? [] },
  };
}

/** A signal of a device that has gone bad, or recovered. */
export interface Transition {
  readonly deviceId: string;
  readonly signal: HealthSignal;
  readonly now: 'healthy' | 'unhealthy';
  readonly since: string;
  readonly sentence: string;
}

/** Takes in what is news of these transitions of one device. */
export const withTransitions = (transitions: readonly Transition[]) => (current: Device | undefined) => {
  if (!current) return undefined;
  const news = transitions.filter(({ signal, now }) => current.unhealthy.includes(signal) !== (now === 'unhealthy'));
  if (news.length === 0) return undefined;
  const recovered = news.flatMap(({ signal, now }) => (now === 'healthy' ? [signal] : []));
  const gone = news.flatMap(({ signal, now }) => (now === 'unhealthy' ? [signal] : []));
  const unhealthy = [...current.unhealthy.filter((signal) => !recovered.includes(signal)), ...gone];
  return { state: { ...current, unhealthy }, events: news.map((transition) => deviceHealthChanged.event(transition)) };
};
