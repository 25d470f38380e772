import * as z from 'zod';
import type { ServiceBusConnection } from '../../bus/service-bus-client.ts';
import type { CosmosConnection } from '../../state/cosmos-client.ts';
import { identityIssuers } from '../access/issuers.ts';
import { auditExport } from '../audit/seal-archive.ts';
import { type Environment, type Setting, setting } from './settings.ts';

/** The Service Bus namespace: a connection string, or a name that is opened with the managed identity. */
export const serviceBus: Setting<ServiceBusConnection> = {
  name: 'ServiceBus',
  about: 'Connection string of the Service Bus namespace, or ServiceBus__fullyQualifiedNamespace.',
  read(environment) {
    const connectionString = environment['ServiceBus'];
    if (connectionString)
      return /^Endpoint=sb:\/\//i.test(connectionString)
        ? { value: { connectionString } }
        : { problem: 'is not a connection string' };
    const fullyQualifiedNamespace = environment['ServiceBus__fullyQualifiedNamespace'];
    if (!fullyQualifiedNamespace) return missing('ServiceBus__fullyQualifiedNamespace');
    return { value: { fullyQualifiedNamespace, ...clientIdOf(environment, 'ServiceBus') } };
  },
};

/** The Cosmos DB account: a connection string, or an endpoint that is opened with the managed identity. */
export const cosmos: Setting<CosmosConnection> = {
  name: 'Cosmos',
  about: 'Connection string of the Cosmos DB account, or Cosmos__accountEndpoint.',
  read(environment) {
    const connectionString = environment['Cosmos'];
    if (connectionString)
      return /^AccountEndpoint=.+;AccountKey=.+/i.test(connectionString)
        ? { value: { connectionString } }
        : { problem: 'is not a connection string' };
    const accountEndpoint = environment['Cosmos__accountEndpoint'];
    if (!accountEndpoint) return missing('Cosmos__accountEndpoint');
    if (!URL.canParse(accountEndpoint)) return { problem: 'Cosmos__accountEndpoint is not a URL' };
    return { value: { accountEndpoint, ...clientIdOf(environment, 'Cosmos') } };
  },
};

export const cosmosDatabase = setting(
  'COSMOS_DATABASE',
  'Name of the database with one container per service.',
  z.string('is missing').regex(/^[\w-]{1,255}$/, 'is not a name'),
);

/** Requests per minute that one caller may make for one tenant at one instance. */
export const requestsPerMinute = setting(
  'REQUESTS_PER_MINUTE',
  'Requests per minute that one caller may make for one tenant at one instance; 6,000 when not set.',
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'is not a whole number from 1 to 9,999,999')
    .default('6000')
    .transform(Number),
);

export const logFormat = setting(
  'LOG_FORMAT',
  '`json` (when not set) or `readable`.',
  z
    .string()
    .default('json')
    .pipe(z.enum(['json', 'readable'])),
);

/** What every service needs. */
export const CORE_SETTINGS: readonly Setting<unknown>[] = [
  serviceBus,
  cosmos,
  cosmosDatabase,
  identityIssuers,
  requestsPerMinute,
  logFormat,
  auditExport,
];

const missing = (alternative: string) => ({ problem: `is missing, and so is ${alternative}` });

function clientIdOf(environment: Environment, prefix: string): { clientId?: string } {
  const clientId = environment[`${prefix}__clientId`];
  return clientId ? { clientId } : {};
}
