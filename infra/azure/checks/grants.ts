import { SERVICES, type ServiceName, TOPIC_OF } from '../../../shared/contracts/events/topology.ts';
import { leaseContainerOf } from '../../../shared/contracts/state/containers.ts';
import { type Deployment, ofType, type Resource } from './snapshot.ts';

/** Built-in roles by their ids. A role that is not here is not given to anybody. */
const ROLES: Readonly<Record<string, string>> = {
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39': 'send',
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0': 'receive',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'own blobs',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'write blobs',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'write tables',
  '4633458b-17de-408a-b874-0445c86b69e6': 'read secrets',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'publish metrics',
  '00000000-0000-0000-0000-000000000002': 'write items',
};

const SHORT = {
  'device-registration': 'devreg',
  'update-orchestrator': 'update',
  'health-monitor': 'health',
  'ticket-router': 'ticket',
  'security-alert-responder': 'secure',
} as const satisfies Record<ServiceName, string>;

/** Who may do what, by identity: `send @ topics/device-events`. */
export type Grants = Readonly<Record<string, readonly string[]>>;

/** What each identity is to be granted: its own, and nothing besides. */
export function wantedGrants(): Grants {
  const rows = SERVICES.map((service) => [SHORT[service], [...hostGrants(SHORT[service]), ...ownGrants(service)]]);
  return sorted(Object.fromEntries([...rows, ['consol', hostGrants('consol')]]));
}

function hostGrants(short: string): string[] {
  return [
    `own blobs @ storageAccounts/st${short}`,
    `write tables @ storageAccounts/st${short}`,
    'publish metrics @ components/appi',
  ];
}

function ownGrants(service: ServiceName): string[] {
  return [
    `send @ topics/${TOPIC_OF[service]}`,
    `send @ queues/${service}`,
    `receive @ queues/${service}`,
    `write items @ colls/${service}`,
    `write items @ colls/${leaseContainerOf(service)}`,
    `write blobs @ containers/seals-${service}`,
    ...(service === 'device-registration' ? ['read secrets @ vaults/kv'] : []),
  ];
}

/** What each identity is granted. Problems name the grants that cannot be read. */
export function givenGrants(deployment: Deployment): { readonly grants: Grants; readonly problems: readonly string[] } {
  const grants: Record<string, string[]> = {};
  const problems: string[] = [];
  const give = (resource: Resource, scope: string): void => {
    const { principalId, roleDefinitionId } = resource.properties;
    const identity = /userAssignedIdentities\/id-([a-z]+)-/.exec(principalId)?.[1];
    const role = ROLES[/[0-9a-f-]{36}$/.exec(roleDefinitionId)?.[0] ?? ''];
    if (!identity || !role) problems.push(`${resource.name} gives ${roleDefinitionId} to ${principalId}`);
    else grants[identity] = [...(grants[identity] ?? []), `${role} @ ${scope}`];
  };
  for (const assignment of ofType(deployment, 'Authorization/roleAssignments')) {
    if (assignment.properties.principalType !== 'ServicePrincipal')
      problems.push(`${assignment.name} is not said to be for a service principal`);
    give(assignment, lastTwo(assignment.id.replace(/\/providers\/Microsoft\.Authorization\/.*$/, '')));
  }
  for (const assignment of ofType(deployment, 'DocumentDB/databaseAccounts/sqlRoleAssignments'))
    give(assignment, lastTwo(assignment.properties.scope));
  return { grants: sorted(grants), problems };
}

/** Kind and name of a scope, without what makes names unique. */
function lastTwo(scope: string): string {
  const [kind = '', name = ''] = scope.split('/').slice(-2);
  return `${kind}/${name.replace(/(-?omd.*|omd.*)$/, '')}`;
}

function sorted(grants: Readonly<Record<string, readonly string[]>>): Grants {
  const entries = Object.entries(grants).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([identity, own]) => [identity, [...own].sort()]));
}
