import type { Environment } from '../configuration/settings.ts';
import { HostError } from '../errors.ts';
import { type Declared, place } from './declared.ts';

/** How the host reaches a service: with a connection string, or with an identity at an address. */
export type Connection =
  | { readonly kind: 'connectionString'; readonly value: string }
  | { readonly kind: 'identity'; readonly address: string; readonly clientId: string | undefined };

/** The app settings that `connection` names: `NAME`, or `NAME__<addressName>` with an identity. */
export function resolveConnection(
  declared: Declared,
  name: string,
  addressName: string,
  property = 'connection',
): Connection {
  const { environment } = declared;
  const value = setting(environment, name);
  if (value) return { kind: 'connectionString', value };
  const address = setting(environment, `${name}__${addressName}`);
  if (address) return { kind: 'identity', address, clientId: setting(environment, `${name}__clientId`) };
  throw new HostError(
    'SettingMissing',
    `${place(declared, property)} names "${name}", but neither the app setting "${name}" (a connection string) nor "${name}__${addressName}" is set.`,
  );
}

/** The host looks under `AzureWebJobs<name>` first. */
function setting(environment: Environment, name: string): string | undefined {
  return environment[`AzureWebJobs${name}`] || environment[name] || undefined;
}
