import type { PlannedFault } from '../faults/planned-fault.ts';
import type { Action } from './actions.ts';
import type { Agenda } from './agenda.ts';
import type { Alert } from './alerts.ts';
import type { Columns } from './columns.ts';
import type { SavedGroups } from './groups.ts';
import type { StopError } from './stop-errors.ts';
import type { SavedPolicies } from './update-policies.ts';

/** All that a fleet needs to go on from a moment: plain data and typed arrays, so `structuredClone` and IPC can carry it. */
export interface FleetSnapshot {
  readonly seed: number;
  readonly now: number;
  readonly devices: number;
  readonly columns: Columns;
  readonly agenda: ReturnType<Agenda['save']>;
  readonly groups: SavedGroups;
  readonly policies: SavedPolicies;
  readonly actions: readonly Action[];
  readonly alerts: readonly Alert[];
  readonly stopErrors: readonly StopError[];
  readonly faults: readonly PlannedFault[];
}
