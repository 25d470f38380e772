import { type Fault, first, without } from './fault.ts';

const SEALS = 'the seals of the audit chains cannot be changed';
const ALERTS = 'somebody is told when something is wrong';

/** Something is wrong and nobody notices, or it cannot be proven. */
export const watchFaults: readonly Fault[] = [
  {
    name: 'seals may be rewritten',
    caughtBy: SEALS,
    plant: without('Storage/storageAccounts/blobServices/containers/immutabilityPolicies'),
  },
  {
    name: 'seals may be rewritten a day later',
    caughtBy: SEALS,
    plant: first(
      'Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
      (it) => (it.immutabilityPeriodSinceCreationInDays = 1),
    ),
  },
  {
    name: 'a service has nowhere to keep seals',
    caughtBy: SEALS,
    plant: without('Storage/storageAccounts/blobServices/containers'),
  },
  {
    name: 'alerts go to a group of nobody',
    caughtBy: ALERTS,
    plant: first('Insights/actionGroups', (it) => (it.emailReceivers = [])),
  },
  {
    name: 'money is spent unheard',
    caughtBy: ALERTS,
    plant: first('Consumption/budgets', (it) => (it.notifications.most.contactEmails = [])),
  },
  { name: 'an alert tells nobody', caughtBy: ALERTS, plant: first('Insights/metricAlerts', (it) => (it.actions = [])) },
  {
    name: 'an alert is switched off',
    caughtBy: ALERTS,
    plant: first('Insights/scheduledQueryRules', (it) => (it.enabled = false)),
  },
];
