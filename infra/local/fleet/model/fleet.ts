import { createFaults, type Faults } from '../faults/faults.ts';
import type { FaultBoard } from '../faults/standing-effects.ts';
import { actionEffects } from './action-effects.ts';
import { type Action, type Actions, createActions } from './actions.ts';
import { createAgenda } from './agenda.ts';
import { type Alerts, createAlerts } from './alerts.ts';
import { type CheckIns, createCheckIns } from './check-ins.ts';
import { type Columns, createColumns } from './columns.ts';
import { createCrashLog } from './crash-log.ts';
import { createDeviceNames, type DeviceNames } from './device-names.ts';
import { createEventQueue } from './event-queue.ts';
import { createFirstWindows } from './first-windows.ts';
import { createGroups, type Groups, type MembershipChange } from './groups.ts';
import type { Happening } from './happenings.ts';
import { createIdentifiers, type Identifiers } from './identifiers.ts';
import { createLifeCourse, type Life, lifeOf } from './life.ts';
import { createPopulation } from './population.ts';
import { createPresence, type Presence } from './presence.ts';
import { setProtection } from './protection.ts';
import { type ReleaseTable, releaseTable } from './releases.ts';
import { createReliability, type Reliability } from './reliability.ts';
import { createReported, type Reported } from './reported.ts';
import { changeMembership, ringPolicyOf } from './ring-membership.ts';
import { type SafeguardHold, safeguardHoldOf } from './safeguard-holds.ts';
import { createScans, type Scans } from './scans.ts';
import { type SignIn, signInsOf } from './sign-ins.ts';
import { type FleetSnapshot, restoreSnapshot, takeSnapshot } from './snapshot.ts';
import { baseline, createStopErrors, type StopError, stopErrorsPerDay } from './stop-errors.ts';
import { createTenantGroups, joinGroups } from './tenant-groups.ts';
import { DAY } from './time.ts';
import { createTimeline } from './timeline.ts';
import { createUpdateFailures } from './update-failures.ts';
import { createUpdatePolicies, standardPolicies, type UpdatePolicy } from './update-policies.ts';
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
}

/** The devices of one tenant, and the time they have reached. */
export interface Fleet {
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
    /** A device learns of it at its next check-in. */
    set(policy: number, value: UpdatePolicy): void;
    /** Puts a device under an update policy (or `NO_POLICY`) at once. */
    assign(device: number, policy: number): void;
  };
  readonly groups: Pick<Groups, 'all' | 'create' | 'has' | 'members' | 'changes'> & {
    /** Adds or removes a member; a change of ring reaches the device after targeting and its next check-in. */
    change(group: number, device: number, member: boolean): MembershipChange | undefined;
  };
  readonly actions: Pick<Actions, 'of' | 'all'> & {
    request(kind: Action['kind'], device: number, options?: { readonly full?: boolean }): Action;
    cancel(action: number): boolean;
  };
  readonly alerts: Pick<Alerts, 'all' | 'incidents'>;
  readonly faults: Pick<Faults, 'active' | 'planned'> & { inject(faults: Parameters<Faults['inject']>[0]): void };
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
  /** A hardware hash has been uploaded: a new device begins its life. Returns its index. */
  importDevice(): number;
  now(): number;
  /** Goes on to `time`; does nothing when it has been reached. */
  advanceTo(time: number): void;
  /** When something is next to happen. */
  nextEvent(): number | undefined;
  save(): FleetSnapshot;
  restore(snapshot: FleetSnapshot): void;
}

export function createFleet(options: FleetOptions): Fleet {
  const { seed, start, domain = 'contoso.example', consistency = 'eventual' } = options;
  const { spare = Math.max(100, Math.ceil(options.devices / 10)) } = options;
  let count = options.devices;
  const devices = () => count;

  const columns = createColumns(options.devices + spare);
  const board: FaultBoard = { outages: [], silences: [], signatureStops: [], failureCauses: [], stopErrorSources: [] };
  const agenda = createAgenda();
  const queue = createEventQueue(columns.stepAt);
  const timeline = createTimeline({ start, agenda, queue, step, happen });
  const { now } = timeline;

  const releases = releaseTable(start);
  const visibleAt = createVisibility(seed, consistency);
  const presence = createPresence(columns, seed, board.outages);
  const checkIns = createCheckIns(columns, presence, seed, board.silences);
  const scans = createScans(presence, seed);
  const groups = createGroups(visibleAt);
  const population = createPopulation(columns, seed);
  const windows = createFirstWindows(columns, releases, seed);
  const lifeCourse = createLifeCourse(columns, presence, seed);

  const policies = createUpdatePolicies(columns, checkIns, standardPolicies);
  const failures = createUpdateFailures(columns, seed, board.failureCauses);
  const onRestarted = (device: number, time: number) => faults.restarted(device, time);
  const updates = createUpdates({ columns, seed, presence, scans, releases, policies, failures, onRestarted });

  const perDay = stopErrorsPerDay(columns, seed);
  const stopErrors = createStopErrors(columns, presence, seed, devices);
  const crashes = createCrashLog(stopErrors, agenda, baseline(columns, perDay), board.stopErrorSources);
  const alerts = createAlerts(presence, seed, devices);

  const wake = (device: number, time: number) => actions.wake(device, time);
  const effect = actionEffects({ columns, seed, enterLife, plan, hurry: queue.schedule, wake });
  const actions = createActions({ columns, seed, presence, checkIns, agenda, effect });

  const faults = createFaults({
    ...{ board, columns, groups, releases, presence, agenda, seed, devices },
    stopErrorsPerDay: perDay,
    addToRing: (device, ring) => changeGroup(ring, device, true),
    deferRing,
    reEnrol: (device, time) => enterLife(device, 'resetting', time),
    turnFirewallOff: (device) => setProtection(columns, device, 'firewall', false),
    drawStopErrors: (source, time) => crashes.draw(source, [time, time + DAY], time),
    replan: () => eachDevice(plan),
  });
  const state = { seed, columns, agenda, queue, groups, policies, actions, alerts, crashes, faults };

  createTenantGroups(groups);
  eachDevice((device) => {
    population.settle(device, start);
    windows.settle(device, start);
    joinGroups(groups, columns, seed, device);
    plan(device);
  });
  for (const moment of [start - DAY, start]) drawDay(moment);
  agenda.at(start + DAY, { kind: 'day' });

  function eachDevice(run: (device: number) => void): void {
    for (let device = 0; device < count; device += 1) run(device);
  }

  function isActive(device: number): boolean {
    return lifeOf(columns, device) === 'active';
  }

  function plan(device: number): void {
    if (isActive(device)) queue.schedule(device, updates.plan(device, now()));
  }

  function step(device: number, time: number): void {
    queue.schedule(device, isActive(device) ? updates.run(device, time) : grow(device, time));
  }

  function grow(device: number, time: number): number {
    const next = lifeCourse.run(device, time);
    if (!isActive(device)) return next;
    windows.enrol(device, time);
    return updates.plan(device, time);
  }

  function enterLife(device: number, life: Life, time: number): void {
    queue.schedule(device, lifeCourse.enter(device, life, time));
  }

  function drawDay(moment: number): void {
    crashes.drawDay(moment, now());
    for (const { time, draft } of alerts.draw(moment)) if (time >= now()) agenda.at(time, { kind: 'alert', draft });
  }

  function happen(happening: Happening, time: number): void {
    switch (happening.kind) {
      case 'day':
        drawDay(time);
        agenda.at(time + DAY, happening);
        break;
      case 'stopError':
        if (isActive(happening.draft.device)) crashes.settle(happening.draft);
        break;
      case 'crash':
        if (isActive(happening.error.device)) crashes.add(happening.error);
        break;
      case 'alert':
        if (isActive(happening.draft.device)) alerts.raise(happening.draft, time);
        break;
      case 'ring':
        assign(happening.device, ringPolicyOf(groups, happening.device));
        break;
      case 'action':
        actions.run(happening.action, time);
        break;
      case 'hop':
        faults.hop(happening.fault, happening.infected, time);
        break;
      case 'faultBegins':
        faults.begin(happening.fault, time);
        break;
      case 'faultEnds':
        eachDevice(plan);
        break;
    }
  }

  function assign(device: number, policy: number): void {
    columns.policy[device] = policy;
    plan(device);
  }

  function setPolicy(policy: number, value: UpdatePolicy): void {
    policies.set(policy, value, now());
    eachDevice((device) => {
      if (columns.policy[device] === policy) plan(device);
    });
  }

  function deferRing(ring: number, deferralDays: number): void {
    const policy = policies.get(ring);
    if (policy) setPolicy(ring, { ...policy, deferralDays });
  }

  function changeGroup(group: number, device: number, member: boolean): MembershipChange | undefined {
    return changeMembership({ groups, agenda, checkIns, visibleAt }, group, device, member, now());
  }

  function signInFailureFactor(time: number): number {
    return faults.active('signInFailures', time).reduce((factor, { times }) => factor * times, 1);
  }

  function importDevice(): number {
    const device = count;
    if (device === columns.model.length) throw new RangeError(`The fleet has no room for more than ${device} devices.`);
    count += 1;
    population.deliver(device);
    enterLife(device, 'imported', now());
    return device;
  }

  return {
    ...{ start, columns, presence, checkIns, scans, releases, visibleAt, devices, alerts, importDevice, now },
    groups: { ...groups, change: changeGroup },
    ids: createIdentifiers(seed),
    names: createDeviceNames(columns, seed),
    reported: createReported(columns, presence, checkIns, seed, board.signatureStops),
    policies: { get: policies.get, set: setPolicy, assign },
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
    advanceTo: timeline.advanceTo,
    nextEvent: timeline.next,
    save: () => takeSnapshot(state, now(), count),
    restore(saved) {
      restoreSnapshot(state, saved);
      timeline.reset(saved.now);
      count = saved.devices;
    },
  };
}
