import type { Endpoint, Endpoints } from '../contracts/http/endpoint.ts';
import type { Answer, AnyAnswer } from './answers.ts';
import type { Call } from './call.ts';

/** An endpoint with its handler. */
export interface Route {
  readonly operation: string;
  readonly endpoint: Endpoint;
  handle(call: Call): Promise<AnyAnswer>;
}

export type RouteHandlers<T extends Endpoints> = { readonly [Operation in keyof T]: RouteHandler<T[Operation]> };
export type RouteHandler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>>;

/** Joins a table of endpoints with a handler for each of its operations. Throws TypeError for an endpoint that nobody guards. */
export function routes<const T extends Endpoints>(endpoints: T, handlers: RouteHandlers<T>): Route[] {
  return Object.entries(endpoints).map(([operation, endpoint]) => {
    demandGuard(operation, endpoint);
    // The table's types hold for the handler; the door parses every call by the same table.
    return { operation, endpoint, handle: handlers[operation as keyof T] as unknown as Route['handle'] };
  });
}

/** The types say so already; a table that came another way must not open a door either. */
function demandGuard(operation: string, { path, access }: Endpoint): void {
  if ('public' in access) {
    if (!access.public) throw new TypeError(`${operation} is public and does not say why.`);
    return;
  }
  if (!access.permission) throw new TypeError(`${operation} names no permission.`);
  const scopes = path.includes('{tenantId}') ? ['tenant', 'records'] : ['service', 'platform'];
  if (!scopes.includes(access.scope)) throw new TypeError(`${operation} must have the scope ${scopes.join(' or ')}.`);
}
