import { ROLES } from '../../../shared/contracts/http/roles.ts';

/** A role as an Entra app registration declares it: `value` stands in the token's `roles`, people read `displayName`. */
export interface AppRole {
  readonly value: string;
  readonly displayName: string;
}

export const APP_ROLES: readonly AppRole[] = Object.keys(ROLES).map((value) => ({
  value,
  displayName: value.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '),
}));

/** Finds a role by what a token carries or by what people read. */
export function findAppRole(name: string): AppRole | undefined {
  return APP_ROLES.find(({ value, displayName }) => name === value || name === displayName);
}
