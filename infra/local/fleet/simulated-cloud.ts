import { join } from 'node:path';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Handler } from '../gateway/handler.ts';
import { carryOut, type Deed } from './control/deeds.ts';
import type { PacedClock } from './control/paced-clock.ts';
import { type FleetServer, type FleetServerOptions, startFleet } from './fleet-server.ts';
import { type Entry, openJournal } from './journal/journal.ts';
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
  /** Folder in which it is kept what was done to the tenants, so that the next start goes on from there. */
  readonly data?: string;
}

export interface SimulatedCloud extends FleetServer {
  /** Answers everything at and below `/simulation`. */
  readonly simulation: Handler;
  /** Lets the world do something to a tenant. */
  act(deed: Deed): void;
}

/**
 * Makes the tenants as they are at this moment of the clock, or as they were left, and answers for them.
 * @throws {PortInUse}
 * @throws {JournalRefused} when the folder holds another cloud
 */
export async function openSimulatedCloud(options: SimulatedCloudOptions): Promise<SimulatedCloud> {
  const { seed, clock, control, tenants: wanted, data, ...rest } = options;
  const origin = { seed, start: clock.now(), tenants: wanted };
  const journal = data === undefined ? undefined : openJournal(join(data, 'simulated-cloud.jsonl'), origin);
  const start = journal?.start ?? origin.start;
  const tenants = wanted.map(({ id, displayName, ...fleet }, n) => {
    const own = seed + n;
    return createTenant({ id, displayName, seed: own, fleet: createFleet({ ...fleet, seed: own, start }) });
  });
  const onWrite: FleetServerOptions['onWrite'] = (write, time) => journal?.write({ time, write });
  const server = await startFleet({ ...rest, tenants, clock, seed, onWrite });
  const now = () => clock.now();

  async function repeat(entry: Entry): Promise<void> {
    if ('write' in entry) await server.repeat(entry.write, entry.time);
    else carryOut(entry.deed, tenants, entry.time);
  }

  function act(deed: Deed): void {
    journal?.write({ time: now(), deed });
    carryOut(deed, tenants, now());
  }

  async function close(): Promise<void> {
    await server.close();
    journal?.close();
  }

  try {
    for (const entry of journal?.past ?? []) await repeat(entry);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...server,
    act,
    simulation: createSimulation({ server, act, now, ...(control && { clock: control }) }),
    close,
  };
}
