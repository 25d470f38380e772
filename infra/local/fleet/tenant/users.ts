import type { Tenant } from './tenant.ts';

/** Users are indices; each device has its share of one, so there are a little fewer users than devices. */
export function userCount({ fleet }: Tenant): number {
  let last = -1;
  for (let device = 0; device < fleet.devices(); device += 1) last = Math.max(last, fleet.columns.owner[device] ?? -1);
  return last + 1;
}

export const userId = ({ fleet }: Tenant, user: number) => fleet.ids.of('user', user);

/** The user that an id or a user principal name names. */
export function userOf(tenant: Tenant, idOrName: string): number | undefined {
  const named = tenant.fleet.ids.read(idOrName);
  if (named) return named.kind === 'user' && named.index < userCount(tenant) ? named.index : undefined;
  const index = Number(/^[^@]*?(\d+)(?:_|@)/.exec(idOrName)?.[1] ?? Number.NaN);
  if (!Number.isInteger(index) || index >= userCount(tenant)) return undefined;
  return tenant.fleet.user(index).userPrincipalName.toLowerCase() === idOrName.toLowerCase() ? index : undefined;
}
