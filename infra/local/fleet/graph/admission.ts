import type { Call } from './call.ts';
import { GraphError } from './errors.ts';
import type { Route } from './route.ts';
import type { Grant, Tokens } from './tokens.ts';

/** What the token of a call lets its bearer do. @throws {GraphError} 401 */
export function authenticate(headers: Headers, tokens: Tokens, now: number): Grant {
  const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  const grant = tokens.read(token, now);
  if (!grant) throw unauthenticated('Lifetime validation failed, the token is expired.');
  return grant;
}

export const unauthenticated = (message: string) => new GraphError(401, 'InvalidAuthenticationToken', message);

export function demandPermission({ permissions }: Route, { roles }: Grant): void {
  if (permissions.length === 0 || permissions.some((permission) => roles.includes(permission))) return;
  throw new GraphError(
    403,
    'Forbidden',
    `Application is not authorized to perform this operation. Application must have one of the following scopes: ${permissions.join(', ')}`,
  );
}

/** The directory charges less for few properties and short pages, and more for relations. */
export function unitsOf({ units = 1 }: Route, { select, expand, top }: Call['query']): number {
  const discount = (select ? 1 : 0) + (top !== undefined && top < 20 ? 1 : 0);
  return Math.max(1, units - discount + (expand.length > 0 ? 1 : 0));
}
