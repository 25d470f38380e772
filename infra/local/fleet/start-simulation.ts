import { pacedClock } from './control/paced-clock.ts';
import { openSimulatedCloud, type SimulatedCloud, type SimulatedTenant } from './simulated-cloud.ts';

export interface StartOptions {
  readonly tenants: readonly SimulatedTenant[];
  readonly seed: number;
  /** Simulated seconds per second. */
  readonly pace: number;
}

export type RunningSimulation = SimulatedCloud;

const ROUND_EVERY_MS = 500;

/** A simulated cloud whose time passes by itself, from this moment of the wall on. */
export async function startSimulation({ tenants, seed, pace }: StartOptions): Promise<RunningSimulation> {
  const clock = pacedClock(Date.now(), pace);
  const cloud = await openSimulatedCloud({ tenants, seed, clock, control: clock });
  let isDelivering = false;
  const rounds = setInterval(() => {
    if (isDelivering) return;
    isDelivering = true;
    void cloud.notifications.round(clock.now()).finally(() => {
      isDelivering = false;
    });
  }, ROUND_EVERY_MS).unref();
  return {
    ...cloud,
    close: () => {
      clearInterval(rounds);
      return cloud.close();
    },
  };
}
