import type { Faults } from '../faults/faults.ts';
import type { PlannedFault } from '../faults/planned-fault.ts';
import type { Action, Actions } from './actions.ts';
import type { Agenda } from './agenda.ts';
import type { Alert, Alerts } from './alerts.ts';
import { type Columns, copyColumns, createColumns } from './columns.ts';
import type { CrashLog } from './crash-log.ts';
import type { EventQueue } from './event-queue.ts';
import type { Groups, SavedGroups } from './groups.ts';
import type { Import } from './imports.ts';
import type { StopError } from './stop-errors.ts';
import type { SavedPolicies, UpdatePolicies } from './update-policies.ts';

/** All that a fleet needs to go on from a moment: plain data and typed arrays, so `structuredClone` can carry it. */
export interface FleetSnapshot {
  readonly seed: number;
  readonly now: number;
  readonly devices: number;
  readonly imports: readonly Import[];
  readonly columns: Columns;
  readonly agenda: ReturnType<Agenda['save']>;
  readonly groups: SavedGroups;
  readonly policies: SavedPolicies;
  readonly actions: readonly Action[];
  readonly alerts: readonly Alert[];
  readonly stopErrors: readonly StopError[];
  readonly faults: readonly PlannedFault[];
}

export interface SnapshotParts {
  readonly seed: number;
  readonly columns: Columns;
  readonly agenda: Agenda;
  readonly queue: EventQueue;
  readonly groups: Groups;
  readonly policies: UpdatePolicies;
  readonly actions: Actions;
  readonly alerts: Alerts;
  readonly crashes: CrashLog;
  readonly faults: Faults;
}

export function takeSnapshot(
  parts: SnapshotParts,
  counted: Pick<FleetSnapshot, 'now' | 'devices' | 'imports'>,
): FleetSnapshot {
  const columns = createColumns(parts.columns.model.length);
  copyColumns(parts.columns, columns);
  return {
    seed: parts.seed,
    ...counted,
    columns,
    agenda: parts.agenda.save(),
    groups: parts.groups.save(),
    policies: parts.policies.save(),
    actions: [...parts.actions.all()],
    alerts: [...parts.alerts.all()],
    stopErrors: [...parts.crashes.all()],
    faults: parts.faults.planned(),
  };
}

/** @throws RangeError when the snapshot is of a fleet with another seed or another size */
export function restoreSnapshot(parts: SnapshotParts, saved: FleetSnapshot): void {
  if (saved.seed !== parts.seed || saved.columns.model.length !== parts.columns.model.length)
    throw new RangeError('The snapshot is of a fleet with another seed or size.');
  copyColumns(saved.columns, parts.columns);
  parts.agenda.restore(saved.agenda);
  parts.groups.restore(saved.groups);
  parts.policies.restore(saved.policies);
  parts.actions.restore(saved.actions);
  parts.alerts.restore(saved.alerts);
  parts.crashes.restore(saved.stopErrors);
  parts.faults.restore(saved.faults, saved.now);
  parts.queue.reload();
}
