import type { Clock } from '../../../shared/time/clock.ts';
import type { Handler } from '../gateway/handler.ts';
import type { PacedClock } from './control/paced-clock.ts';
import { type FleetServer, type FleetServerOptions, startFleet } from './fleet-server.ts';
import { createFleet } from './model/fleet.ts';
import type { Arrival } from './model/life.ts';
import { createSimulation } from './routes/simulation.ts';
import { createTenant } from './tenant/tenant.ts';

/** A tenant of the cloud that is simulated on this machine. */
export interface SimulatedTenant {
  /** Its Entra id. */
  readonly id: string;
  readonly displayName: string;
  readonly devices: number;
  /** By default `present`. */
  readonly arrival?: Arrival;
}

export interface SimulatedCloudOptions
  extends Pick<FleetServerOptions, 'port' | 'weather' | 'quirks' | 'permissionsOf' | 'deliver'> {
  readonly tenants: readonly SimulatedTenant[];
  readonly seed: number;
  readonly clock: Clock;
  /** Given when `/simulation` may set the clock. */
  readonly control?: PacedClock;
}

export interface SimulatedCloud extends FleetServer {
  /** Answers everything at and below `/simulation`. */
  readonly simulation: Handler;
}

/** Makes the tenants as they are at this moment of the clock, and answers for them. @throws {PortInUse} */
export async function openSimulatedCloud(options: SimulatedCloudOptions): Promise<SimulatedCloud> {
  const { seed, clock, control, tenants: wanted, ...rest } = options;
  const tenants = wanted.map(({ id, displayName, ...fleet }, n) => {
    const own = seed + n;
    return createTenant({
      id,
      displayName,
      seed: own,
      fleet: createFleet({ ...fleet, seed: own, start: clock.now() }),
    });
  });
  const server = await startFleet({ ...rest, tenants, clock, seed });
  const now = () => clock.now();
  return { ...server, simulation: createSimulation({ server, now, ...(control && { clock: control }) }) };
}
