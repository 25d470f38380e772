import type { Resource } from '../../../infra/azure/checks/snapshot.ts';
import { type Fault, first, grant } from './fault.ts';

const GRANTS = 'each identity is granted its own, and nothing besides';
const BUS = 'the bus is the one that the services know';
const DATABASE = 'the database is the one that the services know';

/** Bus, database or grants are not those that the code knows. */
export const ownershipFaults: readonly Fault[] = [
  {
    name: 'a sender may send to every topic',
    caughtBy: GRANTS,
    plant: grant(/topics\/device-events\/providers/, (it) => (it.id = it.id.replace('/topics/device-events', ''))),
  },
  {
    name: 'a service reads the queue of another',
    caughtBy: GRANTS,
    plant: grant(
      /queues\/ticket-router\/providers/,
      (it) => (it.properties.principalId = it.properties.principalId.replace('id-ticket', 'id-health')),
    ),
  },
  {
    name: 'a receiver owns its queue',
    caughtBy: GRANTS,
    plant: grant(
      /queues\/health-monitor\/providers/,
      (it) =>
        (it.properties.roleDefinitionId = it.properties.roleDefinitionId.replace(
          /[0-9a-f-]{36}$/,
          '090c5cfd-751d-490a-894a-3ce6f1109419',
        )),
    ),
  },
  {
    name: 'an identity reaches the whole database',
    caughtBy: GRANTS,
    plant: first(
      'DocumentDB/databaseAccounts/sqlRoleAssignments',
      (it) => (it.scope = it.scope.replace(/\/colls\/.*/, '')),
    ),
  },
  {
    name: 'another service reads the vault',
    caughtBy: GRANTS,
    plant: grant(
      /vaults\/kv/,
      (it) => (it.properties.principalId = it.properties.principalId.replace('id-devreg', 'id-update')),
    ),
  },
  {
    name: 'a grant may be for a person',
    caughtBy: GRANTS,
    plant: grant(/queues\/health-monitor\/providers/, (it) => delete it.properties.principalType),
  },
  {
    name: 'a topic drops no duplicates',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/topics', (it) => (it.requiresDuplicateDetection = false)),
  },
  {
    name: 'a subscription forwards to another queue',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/topics/subscriptions', (it) => (it.forwardTo = 'device-registration')),
  },
  {
    name: 'a subscription filters events',
    caughtBy: BUS,
    plant: ({ resources }) =>
      void (resources as Resource[]).push({
        id: 'x',
        name: 'sb/device-events/health-monitor/some',
        type: 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules',
        properties: { sqlFilter: { sqlExpression: '1=1' } },
      }),
  },
  {
    name: 'an inbox queue locks for a minute',
    caughtBy: BUS,
    plant: first('ServiceBus/namespaces/queues', (it) => (it.lockDuration = 'PT1M')),
  },
  {
    name: 'the tenant is no part of the key',
    caughtBy: DATABASE,
    plant: first('DocumentDB/databaseAccounts/sqlDatabases/containers', (it) => it.resource.partitionKey.paths.shift()),
  },
  {
    name: 'nothing ever expires',
    caughtBy: DATABASE,
    plant: first('DocumentDB/databaseAccounts/sqlDatabases/containers', (it) => delete it.resource.defaultTtl),
  },
];
