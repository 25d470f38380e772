import type { Route } from '../graph/route.ts';
import { alerts } from './alerts.ts';
import { autopilotIdentities } from './autopilot-identities.ts';
import { autopilotImport } from './autopilot-import.ts';
import { batch } from './batch.ts';
import { devices } from './devices.ts';
import { groups } from './groups.ts';
import { incidents } from './incidents.ts';
import { machines } from './machines.ts';
import { managedDevices } from './managed-devices.ts';
import { subscriptions } from './subscriptions.ts';
import { users } from './users.ts';

/** Every call that the simulated tenant answers. Add one by writing it into a file here. */
export const routes: readonly Route[] = [
  ...alerts,
  ...autopilotIdentities,
  ...autopilotImport,
  ...batch,
  ...devices,
  ...groups,
  ...incidents,
  ...machines,
  ...managedDevices,
  ...subscriptions,
  ...users,
];
