import type { Clock } from '../../../shared/time/clock.ts';
import type { Arrival } from '../fleet/model/life.ts';
import type { SimulatedCloud, SimulatedTenant } from '../fleet/simulated-cloud.ts';
import { DEMO_TENANT } from '../supervisor/demo-tenant.ts';
import type { Settings } from '../supervisor/settings.ts';
import type { Participant } from './driver.ts';

/** What happens on this machine beside the services: the time, and who lives in it. */
export interface Play {
  /** When it begins, in milliseconds since 1970. */
  readonly start: number;
  /** Seconds of its time per second of the wall, where nothing else is asked for. */
  readonly pace: number;
  /** How the devices come to their tenant. */
  readonly arrival: Arrival;
  /** Ids of more tenants of the simulated cloud, who have no devices. */
  readonly emptyTenants: readonly string[];
  /** What the services are set to for it. */
  readonly settings: Settings;
  /** The people, who act when it is time for it. */
  enter(stage: Stage): readonly Participant[];
}

/** Nobody comes and nothing happens, in the time of the wall. */
export const quietPlay = (start: number): Play => ({
  start,
  pace: 1,
  arrival: 'present',
  emptyTenants: [],
  settings: {},
  enter: () => [],
});

/** Where it takes place. */
export interface Stage {
  readonly clock: Clock;
  readonly cloud: SimulatedCloud;
  /** Address of the token issuer, such as `http://127.0.0.1:7071/identity`. */
  readonly issuer: string;
  /** Sends a request to the product; its host does not matter. */
  fetch(request: Request): Promise<Response>;
  /** Folder in which people remember what they have done; undefined: in their heads alone. */
  readonly data: string | undefined;
  /** Tells those who watch what happens. */
  say(line: string): void;
}

/** The tenants of the simulated cloud: the demo tenant with its devices, and those that have none. */
export function tenantsOf({ arrival, emptyTenants }: Play, devices: number): readonly SimulatedTenant[] {
  const { entraTenantId: id, name: displayName } = DEMO_TENANT;
  const empty = emptyTenants.map((each) => ({ id: each, displayName: each, devices: 0 }));
  return [{ id, displayName, devices, arrival }, ...empty];
}

/** All who take part in time beside the services: the cloud, which notifies, and the people. */
export function castOf(play: Play, stage: Stage): readonly Participant[] {
  return [{ name: 'simulated-cloud', round: stage.cloud.notifications.round }, ...play.enter(stage)];
}
