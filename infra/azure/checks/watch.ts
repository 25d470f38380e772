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
        (policy) => policy.immutabilityPeriodSinceCreationInDays >= 1 && policy.allowProtectedAppendWrites === true,
      ),
      ...ofType(deployment, 'Storage/storageAccounts/blobServices/containers')
        .filter((container) => shortName(container).startsWith('seals-'))
        .filter(({ id }) => !deployment.resources.some((other) => other.id === `${id}/immutabilityPolicies/default`))
        .map(({ name }) => `${name} has no policy`),
    ],
  },
  {
    name: 'somebody is told when something is wrong',
    problems: alertProblems,
  },
];

const ALERTS = ['audit-broken', 'backlog', 'dead-letters', 'dead-letters-of-the-bus', 'failures', 'feed-late'];

function alertProblems(deployment: Deployment): string[] {
  const rules = [...ofType(deployment, 'Insights/metricAlerts'), ...ofType(deployment, 'Insights/scheduledQueryRules')];
  const working = rules.filter(({ properties: { enabled, actions } }) => {
    const groups = Array.isArray(actions) ? actions : (actions?.actionGroups ?? []);
    return enabled === true && groups.length > 0;
  });
  const names = working.map(({ name }) => name.replace(/-omd.*$/, ''));
  return ALERTS.filter((name) => !names.includes(name)).map((name) => `nobody is told of ${name}`);
}
