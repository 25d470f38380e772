import { decodeJwt } from 'jose';
import type { Api } from '../budget/cost.ts';
import { isGraphFailure } from '../errors.ts';
import { PERMISSIONS, type Permission } from './permissions.ts';
import type { Tokens } from './tokens.ts';

/** What the product may do in a tenant, known from its tokens before any call is made. */
export interface Access {
  readonly tenantId: string;
  readonly writes: 'allowed' | 'not-allowed';
  readonly hosts: readonly HostAccess[];
}

export interface HostAccess {
  readonly api: Api;
  /** Why there is no token. */
  readonly refused?: string;
  /** As the token names them, sorted. */
  readonly granted: readonly string[];
  /** What can be done with them, as long as writes are allowed. */
  readonly may: readonly Permission[];
  readonly missing: readonly Permission[];
}

/** Reads the permissions of the tokens for both hosts. A host without a token says why. */
export async function accessTo(tokens: Tokens, tenantId: string, writesAllowed: boolean): Promise<Access> {
  const hosts = await Promise.all((['graph', 'defender'] as const).map((api) => hostAccess(tokens, tenantId, api)));
  return { tenantId, writes: writesAllowed ? 'allowed' : 'not-allowed', hosts };
}

/** The same in lines to be printed before anything is done. */
export function accessInWords({ tenantId, writes, hosts }: Access): string[] {
  const head = `Tenant ${tenantId}: ${writes === 'allowed' ? 'reads and writes' : 'reads only; no call changes anything'}.`;
  return [head, ...hosts.flatMap((host) => [`${NAMES[host.api]}:`, ...linesOf(host, writes === 'allowed')])];
}

const NAMES: Readonly<Record<Api, string>> = { graph: 'Microsoft Graph', defender: 'Microsoft Defender' };

function linesOf({ refused, may, missing }: HostAccess, writesAllowed: boolean): string[] {
  if (refused) return [`  no access: ${refused}`];
  return [
    ...may.map(
      ({ name, does, writes }) => `  ${writes && !writesAllowed ? 'granted, not used' : 'may'}: ${does} (${name})`,
    ),
    ...missing.map(({ name, does }) => `  may not: ${does} (${name})`),
  ];
}

async function hostAccess(tokens: Tokens, tenantId: string, api: Api): Promise<HostAccess> {
  try {
    const granted = permissionsIn(await tokens.get(tenantId, api));
    const known = PERMISSIONS.filter((permission) => permission.api === api);
    const isGranted = ({ name }: Permission) => granted.includes(name);
    return { api, granted, may: known.filter(isGranted), missing: known.filter((one) => !isGranted(one)) };
  } catch (error) {
    if (!isGraphFailure(error)) throw error;
    return { api, refused: error.message, granted: [], may: [], missing: [] };
  }
}

/** `roles` of an application's token, `scp` of a person's. A token that is no JWT names none. */
function permissionsIn(token: string): string[] {
  try {
    const { roles, scp } = decodeJwt(token);
    const names = Array.isArray(roles) ? roles.map(String) : String(scp ?? '').split(' ');
    return names.filter(Boolean).sort();
  } catch {
    return [];
  }
}
