import { type CheckIns, createCheckIns } from './check-ins.ts';
import { type Columns, createColumns } from './columns.ts';
import { createDeviceNames, type DeviceNames } from './device-names.ts';
import { createEventQueue } from './event-queue.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import { createPopulation } from './population.ts';
import { createPresence, type Outage, type Presence } from './presence.ts';
import { type ReleaseTable, releaseTable } from './releases.ts';
import { createReported, type Reported } from './reported.ts';
import { createScans, type Scans } from './scans.ts';
import { createUpdateFailures, type FailureCause } from './update-failures.ts';
import { createUpdatePolicies, standardPolicies, type UpdatePolicy } from './update-policies.ts';
import { createUpdates } from './updates.ts';
import { createUsers, type User } from './users.ts';

export interface FleetOptions {
  readonly seed: number;
  readonly devices: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Of the user principal names; a reserved one. */
  readonly domain?: string;
}

/** The devices of one tenant, and the time they have reached. */
export interface Fleet {
  readonly columns: Columns;
  readonly ids: Identifiers;
  readonly presence: Presence;
  readonly checkIns: CheckIns;
  readonly scans: Scans;
  readonly releases: ReleaseTable;
  readonly policies: {
    get(policy: number): UpdatePolicy | undefined;
    /** A device learns of it at its next check-in. */
    set(policy: number, value: UpdatePolicy): void;
  };
  readonly names: DeviceNames;
  readonly reported: Reported;
  readonly devices: number;
  /** A user by index; the column `owner` holds such an index, or `NO_OWNER`. */
  user(index: number): User;
  /** Puts a device under an update policy (or `NO_POLICY`). */
  assign(device: number, policy: number): void;
  now(): number;
  /** Goes on to `time`; does nothing when it has been reached. */
  advanceTo(time: number): void;
  /** When something is next to happen; undefined when nothing is pending. */
  nextEvent(): number | undefined;
}

export function createFleet({ seed, devices, start, domain = 'contoso.example' }: FleetOptions): Fleet {
  const columns = createColumns(devices);
  const outages: Outage[] = [];
  const causes: FailureCause[] = [];
  const releases = releaseTable();
  const presence = createPresence(columns, seed, outages);
  const checkIns = createCheckIns(columns, presence, seed);
  const scans = createScans(presence, seed);
  const policies = createUpdatePolicies(columns, checkIns, standardPolicies);
  const failures = createUpdateFailures(columns, seed, causes);
  const updates = createUpdates({ columns, seed, presence, scans, releases, policies, failures });
  const population = createPopulation(columns, releases, seed);
  for (let device = 0; device < devices; device += 1) population.settle(device, start);
  const queue = createEventQueue(columns.stepAt);
  const plan = (device: number) => queue.schedule(device, updates.plan(device, now));
  let now = start;
  for (let device = 0; device < devices; device += 1) plan(device);
  return {
    columns,
    ids: createIdentifiers(seed),
    presence,
    checkIns,
    scans,
    releases,
    policies: {
      get: policies.get,
      set(policy, value) {
        policies.set(policy, value, now);
        for (let device = 0; device < devices; device += 1) if (columns.policy[device] === policy) plan(device);
      },
    },
    names: createDeviceNames(columns, seed),
    reported: createReported(columns, presence, checkIns, seed, []),
    devices,
    user: createUsers(seed, domain),
    assign(device, policy) {
      columns.policy[device] = policy;
      plan(device);
    },
    now: () => now,
    advanceTo(time) {
      queue.drain(time, (device, at) => queue.schedule(device, updates.run(device, at)));
      now = Math.max(now, time);
    },
    nextEvent: () => queue.next(),
  };
}
