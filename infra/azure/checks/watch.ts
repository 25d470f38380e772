import { SERVICES } from '../../../shared/contracts/events/topology.ts';
import { type Assertion, demand } from './assertion.ts';
import { type Deployment, ofType, shortName } from './snapshot.ts';

/** What is noticed when something is wrong, and what is kept as proof. */
export const onTheWatch: readonly Assertion[] = [
  {
    name: 'the seals of the audit chains cannot be changed',
    problems: (deployment) => [
      ...demand(
        deployment,
        'Storage/storageAccounts/blobServices/containers/immutabilityPolicies',
        (policy) =>
          policy.immutabilityPeriodSinceCreationInDays >= SEAL_DAYS && policy.allowProtectedAppendWrites === true,
      ),
      ...SERVICES.filter((service) => !isSealed(deployment, service)).map(
        (service) => `nothing keeps seals of ${service}`,
      ),
    ],
  },
  {
    name: 'somebody is told when something is wrong',
    problems: alertProblems,
  },
];

/** A seal proves what happened for as long as events tell it. */
const SEAL_DAYS = 400;

function isSealed(deployment: Deployment, service: string): boolean {
  const containers = ofType(deployment, 'Storage/storageAccounts/blobServices/containers');
  const own = containers.find((container) => shortName(container) === `seals-${service}`);
  return own !== undefined && deployment.resources.some(({ id }) => id === `${own.id}/immutabilityPolicies/default`);
}

const ALERTS = ['audit-broken', 'backlog', 'dead-letters', 'dead-letters-of-the-bus', 'failures', 'feed-late'];

function alertProblems(deployment: Deployment): string[] {
  const rules = [...ofType(deployment, 'Insights/metricAlerts'), ...ofType(deployment, 'Insights/scheduledQueryRules')];
  const working = rules.filter(({ properties: { enabled, actions } }) => {
    const groups = Array.isArray(actions) ? actions : (actions?.actionGroups ?? []);
    return enabled === true && groups.length > 0;
  });
  const names = working.map(({ name }) => name.replace(/-omd.*$/, ''));
  return [
    ...ALERTS.filter((name) => !names.includes(name)).map((name) => `nobody is told of ${name}`),
    ...demand(
      deployment,
      'Insights/actionGroups',
      (group) => group.enabled === true && group.emailReceivers.length > 0,
    ),
    ...demand(deployment, 'Consumption/budgets', ({ notifications }) => tellsSomebody(Object.values(notifications))),
  ];
}

interface Notification {
  readonly enabled: boolean;
  readonly contactEmails: readonly string[];
}

function tellsSomebody(notifications: readonly Notification[]): boolean {
  return (
    notifications.length > 0 &&
    notifications.every(({ enabled, contactEmails }) => enabled === true && contactEmails.length > 0)
  );
}
