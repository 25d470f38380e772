/** A role as an Entra app registration declares it: `value` stands in the token's `roles`, people read `displayName`. */
export interface AppRole {
  readonly value: string;
  readonly displayName: string;
}

/** Six Entra roles, four service roles, and the one who approves what another asks for. */
export const APP_ROLES: readonly AppRole[] = [
  'Global Administrator',
  'Global Reader',
  'Intune Service Administrator',
  'Service Support Administrator',
  'Security Admin',
  'Security Reader',
  'Service Administrator',
  'Service Reader',
  'Security Manager',
  'Support Partner',
  'Approver',
].map((displayName) => ({
  value: displayName.replaceAll(' ', ''),
  displayName,
}));

/** Finds a role by what a token carries or by what people read. */
export function findAppRole(name: string): AppRole | undefined {
  return APP_ROLES.find(({ value, displayName }) => name === value || name === displayName);
}
