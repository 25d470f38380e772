import { createFaults, type Faults } from '../faults/faults.ts';
import type { FaultBoard } from '../faults/standing-effects.ts';
import { actionEffects } from './action-effects.ts';
import { type Action, type Actions, createActions } from './actions.ts';
import { createAgenda } from './agenda.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { type CheckIns, createCheckIns } from './check-ins.ts';
import { type Columns, createColumns } from './columns.ts';
import { createCrashLog } from './crash-log.ts';
import { createDeviceCourse } from './device-course.ts';
import { createDeviceNames, type DeviceNames } from './device-names.ts';
import { createEventQueue } from './event-queue.ts';
import { createFirstWindows } from './first-windows.ts';
import { createGroups, type Groups, type MembershipChange } from './groups.ts';
import { drawDay, happen } from './happen.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import type { Import } from './imports.ts';
import { type Arrival, createLifeCourse, type Life, lifeOf } from './life.ts';
import type { News } from './news.ts';
import { createPopulation } from './population.ts';
import { createPresence, type Presence } from './presence.ts';
import { setProtection } from './protection.ts';
import { rnd } from './random.ts';
import { type ReleaseTable, releaseTable } from './releases.ts';
import { createReliability, type Reliability } from './reliability.ts';
import { createReported, type Reported } from './reported.ts';
import { type SafeguardHold, safeguardHoldOf } from './safeguard-holds.ts';
import { createScans, type Scans } from './scans.ts';
import { type SignIn, signInsOf } from './sign-ins.ts';
import { type FleetSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.ts';
import { baseline, createStopErrors, type StopError, stopErrorsPerDay } from './stop-errors.ts';
import { stream } from './streams.ts';
import { createTargeting } from './targeting.ts';
import { createCustomerGroups, createTenantGroups, joinGroups } from './tenant-groups.ts';
import { DAY } from './time.ts';
import { createTimeline } from './timeline.ts';
import { createUpdateFailures } from './update-failures.ts';
import { createUpdatePolicies, standardPolicies, type UpdatePolicies, type UpdatePolicy } from './update-policies.ts';
import { createUpdates } from './updates.ts';
import { createUsers, type User } from './users.ts';
import { type Consistency, createVisibility, type VisibleAt } from './visibility.ts';

export interface FleetOptions {
  readonly seed: number;
  readonly devices: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Of the user principal names; a reserved one. */
  readonly domain?: string;
  /** How many devices can be imported later; by default a tenth of the fleet, at least 100. */
  readonly spare?: number;
  readonly consistency?: Consistency;
  /** By default `present`. */
  readonly arrival?: Arrival;
}

/** The devices of one tenant, and the time they have reached. */
export interface Fleet {
  readonly options: FleetOptions;
  readonly start: number;
  readonly columns: Columns;
  readonly ids: Identifiers;
  readonly presence: Presence;
  readonly checkIns: CheckIns;
  readonly scans: Scans;
  readonly releases: ReleaseTable;
  readonly names: DeviceNames;
  readonly reported: Reported;
  readonly visibleAt: VisibleAt;
  readonly policies: {
    get(policy: number): UpdatePolicy | undefined;
    /** What each policy said first. */
    first: UpdatePolicies['first'];
    /** What the policy of a group says from now on; nothing any more without a value. Devices learn it at a check-in. */
    set(group: number, value: UpdatePolicy | undefined): void;
    /** Puts a device under an update policy (or `NO_POLICY`) at once. */
    assign(device: number, policy: number): void;
  };
  readonly groups: Pick<Groups, 'all' | 'create' | 'rule' | 'has' | 'members' | 'changes'> & {
    /** Adds or removes a member; a change of policy reaches the device after targeting and its next check-in. */
    change(group: number, device: number, member: boolean): MembershipChange | undefined;
  };
  readonly actions: Pick<Actions, 'of' | 'all'> & {
    request(kind: Action['kind'], device: number, options?: { readonly full?: boolean }): Action;
    cancel(action: number): boolean;
  };
  readonly alerts: Pick<Alerts, 'all' | 'incidents'>;
  readonly faults: Pick<Faults, 'active' | 'planned' | 'schedule'> & {
    inject(faults: Parameters<Faults['inject']>[0]): void;
  };
  /** The hold that keeps models from the feature update to a build, if there is one. */
  safeguardHold(build: number): SafeguardHold | undefined;
  /** The sign-ins of a user on a day (days since 1970, UTC). */
  signIns(user: number, day: number): readonly SignIn[];
  readonly reliability: Reliability;
  /** Every stop error so far, oldest first. */
  stopErrors(): readonly StopError[];
  devices(): number;
  life(device: number): Life;
  /** A user by index; the column `owner` holds such an index, or `NO_OWNER`. */
  user(index: number): User;
  /** A device is registered, one that its supplier has or one more: it begins its life in the tenant. Returns its index. */
  importDevice(supplied?: number): number;
  imports(): readonly Import[];
  /** Calls `hear` with all that happens by itself from now on. */
  follow(hear: (news: News) => void): void;
  now(): number;
  /** Goes on to `time`; does nothing when it has been reached. */
  advanceTo(time: number): void;
  /** When something is next to happen. */
  nextEvent(): number | undefined;
  save(): FleetSnapshot;
  restore(snapshot: FleetSnapshot): void;
}

export function createFleet(options: FleetOptions): Fleet {
  const { seed, start, arrival = 'present', domain = 'contoso.example', consistency = 'eventual' } = options;
  const { spare = Math.max(100, Math.ceil(options.devices / 10)) } = options;
  let count = options.devices;
  let imports: Import[] = [];
  const devices = () => count;

  const columns = createColumns(options.devices + spare);
  const board: FaultBoard = { outages: [], silences: [], signatureStops: [], failureCauses: [], stopErrorSources: [] };
  const agenda = createAgenda();
  const queue = createEventQueue(columns.stepAt);
  const timeline = createTimeline({
    ...{ start, agenda, queue },
    step: (device, time) => course.step(device, time),
    happen: (happening, time) => happen(happening, time, happenings),
  });
  const { now } = timeline;
  const followers: ((news: News) => void)[] = [];
  const tell = (news: News) => {
    for (const hear of followers) hear(news);
  };

  const releases = releaseTable(start);
  const visibleAt = createVisibility(seed, consistency);
  const presence = createPresence(columns, seed, board.outages);
  const checkIns = createCheckIns(columns, presence, seed, board.silences);
  const scans = createScans(presence, seed);
  const groups = createGroups(visibleAt);
  const population = createPopulation(columns, seed);
  const windows = createFirstWindows(columns, releases, seed);

  const refusesImport = (device: number, time: number) =>
    faults
      .active('importErrors', time)
      .some(({ share, hits }) => hits(device) && rnd(seed, device, stream.faultTime) < share);
  const lifeCourse = createLifeCourse({ columns, presence, seed, arrival, refusesImport });
  const policies = createUpdatePolicies(columns, checkIns, arrival === 'present' ? standardPolicies : []);
  const { isActive } = lifeCourse;
  const targeting = createTargeting({ groups, policies, agenda, checkIns, visibleAt, isActive });
  const failures = createUpdateFailures(columns, seed, board.failureCauses);
  const onRestarted = (device: number, time: number) => faults.restarted(device, time);
  const updates = createUpdates({ columns, seed, presence, scans, releases, policies, failures, onRestarted });
  const course = createDeviceCourse({ columns, queue, lifeCourse, windows, updates, targeting, now, tell });

  const perDay = stopErrorsPerDay(columns, seed);
  const stopErrors = createStopErrors(columns, presence, seed, devices);
  const crashes = createCrashLog(columns, stopErrors, agenda, baseline(columns, perDay), board.stopErrorSources);
  const alerts = createAlerts(presence, seed, devices);

  const wake = (device: number, time: number) => actions.wake(device, time);
  const { enterLife, plan } = course;
  const effect = actionEffects({ columns, seed, enterLife, plan, hurry: queue.schedule, wake });
  const actions = createActions({ columns, seed, presence, checkIns, agenda, effect });

  const faults = createFaults({
    ...{ board, columns, groups, releases, presence, agenda, seed, devices, isActive },
    stopErrorsPerDay: perDay,
    addToGroup(device, group) {
      if (changeMember(group, device, true)) tell({ time: now(), kind: 'member', group, device });
    },
    defer(group, days) {
      const policy = policies.get(group);
      if (!policy) return;
      setPolicy(group, { ...policy, deferralDays: days });
      tell({ time: now(), kind: 'deferral', group, days });
    },
    reEnrol: (device, time) => enterLife(device, 'resetting', time),
    turnFirewallOff: (device) => setProtection(columns, device, 'firewall', false),
    drawStopErrors: (source, time) => crashes.draw(source, [time, time + DAY], time),
    replan: planAll,
  });
  const happenings = { isActive, agenda, crashes, alerts, actions, faults, targeting, course, planAll };
  const state = { seed, columns, agenda, queue, groups, policies, actions, alerts, crashes, faults };

  if (arrival === 'present') {
    createTenantGroups(groups);
    eachDevice((device) => {
      population.settle(device, start);
      windows.settle(device, start);
      joinGroups(groups, columns, seed, device);
      plan(device);
    });
  } else {
    createCustomerGroups(groups);
    eachDevice(population.stock);
  }
  for (const moment of [start - DAY, start]) drawDay(moment, now(), happenings);
  agenda.at(start + DAY, { kind: 'day' });

  function eachDevice(run: (device: number) => void): void {
    for (let device = 0; device < count; device += 1) run(device);
  }

  function planAll(): void {
    eachDevice(plan);
  }

  function setPolicy(policy: number, value: UpdatePolicy | undefined): void {
    targeting.changePolicy(policy, value, now());
    eachDevice((device) => {
      if (columns.policy[device] === policy) plan(device);
    });
  }

  function changeMember(group: number, device: number, member: boolean): MembershipChange | undefined {
    return targeting.changeMember(group, device, member, now());
  }

  function signInFailureFactor(time: number): number {
    return faults.active('signInFailures', time).reduce((factor, { times }) => factor * times, 1);
  }

  function importDevice(known?: number): number {
    const device = known ?? deliver();
    imports.push({ time: now(), device });
    enterLife(device, 'imported', now());
    return device;
  }

  function deliver(): number {
    const device = count;
    if (device === columns.model.length) throw new RangeError(`The fleet has no room for more than ${device} devices.`);
    count += 1;
    population.deliver(device);
    return device;
  }

  return {
    ...{ options, start, columns, presence, checkIns, scans, releases, visibleAt, devices, alerts, importDevice, now },
    groups: { ...groups, change: changeMember },
    ids: createIdentifiers(seed),
    names: createDeviceNames(columns, seed, arrival),
    reported: createReported(columns, presence, checkIns, seed, board.signatureStops),
    policies: { get: policies.get, first: policies.first, set: setPolicy, assign: course.assign },
    actions: {
      ...actions,
      request: (kind, device, choice) => actions.request(kind, device, now(), choice),
      cancel: (action) => actions.cancel(action, now()),
    },
    faults: { ...faults, inject: (added) => faults.inject(added, now()) },
    stopErrors: crashes.all,
    life: (device) => lifeOf(columns, device),
    user: createUsers(seed, domain),
    reliability: createReliability(columns, presence, seed),
    safeguardHold(build) {
      const [first] = releases.ofBuild(build);
      return first && safeguardHoldOf(seed, build, first.at);
    },
    signIns: (user, day) => signInsOf(seed, user, day, signInFailureFactor),
    imports: () => imports,
    follow: (hear) => void followers.push(hear),
    advanceTo: timeline.advanceTo,
    nextEvent: timeline.next,
    save: () => takeSnapshot(state, { now: now(), devices: count, imports: [...imports] }),
    restore(saved) {
      restoreSnapshot(state, saved);
      timeline.reset(saved.now);
      count = saved.devices;
      imports = [...saved.imports];
    },
  };
}
