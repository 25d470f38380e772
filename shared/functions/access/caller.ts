import type { Actor } from '../../contracts/actor.ts';
import { allows, type Permission, type Role } from '../../contracts/http/roles.ts';

/** Whoever a verified token speaks for. */
export interface Caller {
  readonly actor: Extract<Actor, { kind: 'person' | 'app' }>;
  readonly roles: readonly Role[];
  /** Object ids of the caller's groups in the home tenant. */
  readonly groups: readonly string[];
  /** Belongs to those who run the product for all tenants. */
  readonly platform: boolean;
  /** Tenants a local token opens, `*` for all. Only the local issuer can say so. */
  readonly tenants: readonly string[];
}

/** Whether one of the caller's roles carries the permission. */
export const mayDo = (caller: Caller, permission: Permission): boolean =>
  caller.roles.some((role) => allows(role, permission));
