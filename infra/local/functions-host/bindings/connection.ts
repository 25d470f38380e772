import type { Environment } from '../configuration/settings.ts';
import { HostError } from '../errors.ts';
import { type Declared, place } from './declared.ts';

/** How the host reaches a service: with a connection string, or with an identity at an address. */
export type Connection =
  | { readonly kind: 'connectionString'; readonly value: string }
  | { readonly kind: 'identity'; readonly address: string; readonly clientId: string | undefined };

/** How the services that are connected to are written in settings. */
const SERVICES = {
  serviceBus: { addressName: 'fullyQualifiedNamespace', beginning: 'Endpoint=sb://' },
  cosmosDB: { addressName: 'accountEndpoint', beginning: 'AccountEndpoint=http' },
} as const;

/** The app settings that `connection` names: `NAME`, or `NAME__<addressName>` with an identity. */
export function resolveConnection(
  declared: Declared,
  name: string,
  service: keyof typeof SERVICES,
  property = 'connection',
): Connection {
  const { environment } = declared;
  const { addressName, beginning } = SERVICES[service];
  const where = place(declared, property);
  const value = setting(environment, name);
  if (value) return connectionString(value, beginning, `${where}: the app setting "${name}"`);
  const address = setting(environment, `${name}__${addressName}`);
  if (address) return { kind: 'identity', address, clientId: setting(environment, `${name}__clientId`) };
  throw new HostError(
    'SettingMissing',
    `${where} names "${name}", but neither the app setting "${name}" (a connection string) nor "${name}__${addressName}" is set.`,
  );
}

/** The value itself stays out of the message: it holds a key. */
function connectionString(value: string, beginning: string, where: string): Connection {
  const parts = value.split(';').map((part) => part.trim().toLowerCase());
  if (parts.some((part) => part.startsWith(beginning.toLowerCase()))) return { kind: 'connectionString', value };
  throw new HostError('SettingInvalid', `${where} is no connection string: it lacks "${beginning}…".`);
}

/** The host looks under `AzureWebJobs<name>` first. */
function setting(environment: Environment, name: string): string | undefined {
  return environment[`AzureWebJobs${name}`] || environment[name] || undefined;
}
