import type { Route } from '../graph/route.ts';
import { alerts } from './alerts.ts';
import { applications } from './applications.ts';
import { approvalRequests } from './approval-requests.ts';
import { auditLogs } from './audit-logs.ts';
import { autopilotIdentities } from './autopilot-identities.ts';
import { autopilotImport } from './autopilot-import.ts';
import { autopilotProfiles } from './autopilot-profiles.ts';
import { batch } from './batch.ts';
import { conditionalAccess } from './conditional-access.ts';
import { devices } from './devices.ts';
import { encryptionStates } from './encryption-states.ts';
import { endpointAnalytics } from './endpoint-analytics.ts';
import { exportJobs } from './export-jobs.ts';
import { groupMembers } from './group-members.ts';
import { groups } from './groups.ts';
import { incidents } from './incidents.ts';
import { machineActions } from './machine-actions.ts';
import { machines } from './machines.ts';
import { mail } from './mail.ts';
import { managedDeviceActions } from './managed-device-actions.ts';
import { managedDevices } from './managed-devices.ts';
import { organizations } from './organization.ts';
import { serviceAnnouncements } from './service-announcements.ts';
import { servicePrincipals } from './service-principals.ts';
import { subscriptions } from './subscriptions.ts';
import { updateCatalogue } from './update-catalogue.ts';
import { updateRings } from './update-rings.ts';
import { users } from './users.ts';

/** Every call that the simulated tenant answers. Add one by writing it into a file here. */
export const routes: readonly Route[] = [
  ...alerts,
  ...applications,
  ...approvalRequests,
  ...auditLogs,
  ...autopilotIdentities,
  ...autopilotImport,
  ...autopilotProfiles,
  ...batch,
  ...conditionalAccess,
  ...devices,
  ...encryptionStates,
  ...endpointAnalytics,
  ...exportJobs,
  ...groups,
  ...groupMembers,
  ...incidents,
  ...machines,
  ...machineActions,
  ...mail,
  ...managedDevices,
  ...managedDeviceActions,
  ...organizations,
  ...serviceAnnouncements,
  ...servicePrincipals,
  ...subscriptions,
  ...updateCatalogue,
  ...updateRings,
  ...users,
];
