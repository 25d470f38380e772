import type { Agenda } from './agenda.ts';
import type { CheckIns } from './check-ins.ts';
import type { Columns } from './columns.ts';
import { isIsolated } from './isolation.ts';
import { isOnline, nextOnline } from './online-time.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** What Intune can tell a device to do, in the names of Graph. */
export const managementActions = [
  'syncDevice',
  'rebootNow',
  'shutDown',
  'remoteLock',
  'locateDevice',
  'wipe',
  'retire',
  'delete',
  'cleanWindowsDevice',
  'windowsDefenderScan',
  'windowsDefenderUpdateSignatures',
  'rotateLocalAdminPassword',
  'rotateBitLockerKeys',
  'createDeviceLogCollectionRequest',
  'initiateOnDemandProactiveRemediation',
] as const;

/** What Defender can tell a machine to do, in the names of its API. */
export const machineActions = [
  'RunAntiVirusScan',
  'CollectInvestigationPackage',
  'Isolate',
  'Unisolate',
  'StopAndQuarantineFile',
  'RestrictCodeExecution',
  'UnrestrictCodeExecution',
] as const;

export type ManagementAction = (typeof managementActions)[number];
export type MachineAction = (typeof machineActions)[number];

export interface Action {
  readonly index: number;
  readonly device: number;
  readonly kind: ManagementAction | MachineAction;
  /** Only full isolation and full scans differ from the usual form. */
  readonly full: boolean;
  readonly requestedAt: number;
  readonly state: 'pending' | 'active' | 'done' | 'failed' | 'canceled' | 'timedOut';
  readonly changedAt: number;
}

export interface Actions {
  /** Queues an action; it reaches the device when that next listens. */
  request(kind: Action['kind'], device: number, time: number, options?: { readonly full?: boolean }): Action;
  /** Takes back what has not reached the device; false when it is too late. */
  cancel(action: number, time: number): boolean;
  of(device: number): readonly Action[];
  all(): readonly Action[];
  /** An action has come to its device, or to its end. */
  run(action: number, time: number): void;
  /** A device can listen again, so what waits for it is planned anew. */
  wake(device: number, time: number): void;
  restore(saved: readonly Action[]): void;
}

export interface ActionParts {
  readonly columns: Columns;
  readonly seed: number;
  readonly presence: Presence;
  readonly checkIns: CheckIns;
  readonly agenda: Agenda;
  /** What a finished action does to its device. */
  readonly effect: (action: Action, time: number) => void;
}

export function createActions({ columns, seed, presence, checkIns, agenda, effect }: ActionParts): Actions {
  let actions: Action[] = [];
  const byDevice = new Map<number, number[]>();
  const draw = (action: Action, of: number, n = 0) =>
    rnd(seed, action.device, of, Math.floor(action.requestedAt / 1_000) * 2 + n);

  function keep(action: Action): void {
    actions.push(action);
    byDevice.set(action.device, [...(byDevice.get(action.device) ?? []), action.index]);
  }

  const of = (device: number) => (byDevice.get(device) ?? []).flatMap((index) => actions[index] ?? []);

  function change(action: Action, state: Action['state'], time: number): Action {
    const changed = { ...action, state, changedAt: time };
    actions[action.index] = changed;
    return changed;
  }

  function reaches(action: Action, time: number): number {
    const { device, kind } = action;
    const soon = time + (1 + draw(action, stream.actionTime) * (rates.security.actionCheckMinutes - 1)) * MINUTE;
    if (isForDefender(kind)) return nextOnline(presence, device, soon);
    const silent = Number.isNaN(columns.enrolledAt[device] ?? Number.NaN) || isIsolated(columns, device, time);
    // A device that is online is woken by a push message; the others hear of it when they check in.
    if (!silent && isOnline(presence, device, soon)) return soon;
    return checkIns.next(device, time);
  }

  function plan(action: Action, time: number): void {
    agenda.at(Math.min(reaches(action, time), expiryOf(action)), { kind: 'action', action: action.index });
  }

  function lasts(action: Action): number {
    const { actionShortestMinutes, actionLongestMinutes, fullScanShortestHours, fullScanLongestHours } = rates.security;
    const u = draw(action, stream.actionTime, 1);
    if (isScan(action) && action.full)
      return (fullScanShortestHours + (fullScanLongestHours - fullScanShortestHours) * u) * HOUR;
    return (actionShortestMinutes + (actionLongestMinutes - actionShortestMinutes) * u) * MINUTE;
  }

  function arrive(action: Action, time: number): void {
    if (time >= expiryOf(action)) change(action, isForDefender(action.kind) ? 'timedOut' : 'canceled', time);
    else if (!isOnline(presence, action.device, time)) plan(action, time);
    else agenda.at(time + lasts(change(action, 'active', time)), { kind: 'action', action: action.index });
  }

  function finish(action: Action, time: number): void {
    const fails = isForDefender(action.kind) && draw(action, stream.actionOutcome) < rates.security.actionFailure;
    const finished = change(action, fails ? 'failed' : 'done', time);
    if (!fails) effect(finished, time);
  }

  return {
    request(kind, device, time, { full = false } = {}) {
      const action: Action = {
        index: actions.length,
        device,
        kind,
        full,
        requestedAt: time,
        state: 'pending',
        changedAt: time,
      };
      keep(action);
      plan(action, time);
      return action;
    },
    cancel(index, time) {
      const action = actions[index];
      if (action?.state !== 'pending') return false;
      change(action, 'canceled', time);
      return true;
    },
    of,
    all: () => actions,
    run(index, time) {
      const action = actions[index];
      if (action?.state === 'active' && time >= action.changedAt + lasts(action)) finish(action, time);
      if (action?.state === 'pending') arrive(action, time);
    },
    wake(device, time) {
      for (const action of of(device)) if (action.state === 'pending') plan(action, time);
    },
    restore(saved) {
      actions = [];
      byDevice.clear();
      for (const action of saved) keep(action);
    },
  };
}

export const isForDefender = (kind: Action['kind']): kind is MachineAction =>
  machineActions.some((name) => name === kind);

const isScan = ({ kind }: Action) => kind === 'RunAntiVirusScan' || kind === 'windowsDefenderScan';

function expiryOf({ kind, requestedAt }: Action): number {
  const { actionTimeOutDays, managementActionExpiryDays } = rates.security;
  return requestedAt + (isForDefender(kind) ? actionTimeOutDays : managementActionExpiryDays) * DAY;
}
