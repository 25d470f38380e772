import type { ServiceName } from '../events/topology.ts';

/** What a route demands. Features are separated as the tenant's admin centre separates them; security is a feature of its own. */
export const PERMISSIONS = [
  'read:service',
  'write:service',
  'read:security',
  'write:security',
  'read:support',
  'write:support',
  'write:elevation',
  'enrol:tenants',
  'write:tenants',
  'write:approvals',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const readService = ['read:service', 'read:support'] as const;
const writeService = [...readService, 'write:service', 'write:support', 'write:elevation'] as const;
const readSecurity = ['read:security'] as const;
const writeSecurity = [...readSecurity, 'write:security', 'write:support'] as const;

/**
 * Roles, by their value in a token's `roles` claim, and what each may do: six of Entra, four of the service, and the approver.
 * Only a Global Administrator enrols tenants.
 */
export const ROLES = {
  GlobalAdministrator: [...writeService, ...writeSecurity, 'enrol:tenants', 'write:tenants', 'write:approvals'],
  GlobalReader: [...readService, ...readSecurity],
  IntuneServiceAdministrator: writeService,
  ServiceSupportAdministrator: [...readService, 'write:support', 'write:elevation'],
  SecurityAdmin: [...readService, ...writeSecurity],
  SecurityReader: [...readService, ...readSecurity],
  ServiceAdministrator: [...writeService, 'write:tenants'],
  ServiceReader: readService,
  SecurityManager: writeSecurity,
  SupportPartner: ['write:elevation'],
  Approver: [...readService, ...readSecurity, 'write:approvals'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

export type Role = keyof typeof ROLES;

/** Whether the role carries the permission. */
export function allows(role: Role, permission: Permission): boolean {
  const permissions: readonly Permission[] = ROLES[role];
  return permissions.includes(permission);
}

/** The roles that carry a permission, for messages and for the API reference. */
export function rolesWith(permission: Permission): Role[] {
  return (Object.keys(ROLES) as Role[]).filter((role) => allows(role, permission));
}

export const isRole = (name: string): name is Role => Object.hasOwn(ROLES, name);

/** Security is a feature of its own: its service is read by those who hold security roles … */
export const readPermission = (service: ServiceName): Permission =>
  service === 'security-alert-responder' ? 'read:security' : 'read:service';

/** … and run by them. */
export const writePermission = (service: ServiceName): Permission =>
  service === 'security-alert-responder' ? 'write:security' : 'write:service';
