import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import * as z from 'zod';
import type { TenantRecord } from '../contracts/events/tenant-events.ts';
import type { Endpoint } from '../contracts/http/endpoint.ts';
import { PLATFORM_TENANT } from '../contracts/http/identifiers.ts';
import { rolesWith } from '../contracts/http/roles.ts';
import { isRefusal } from '../contracts/refusal.ts';
import { type Caller, mayDo } from './access/caller.ts';
import { demandInService, demandPlatform, demandTenant } from './access/tenant-scope.ts';
import type { Call } from './call.ts';
import { type Context, contextOf, logOf } from './context.ts';
import { readBody } from './http/body.ts';
import { correlationIdOf } from './http/correlation.ts';
import { answerOnce } from './http/idempotency.ts';
import { commandIdOf, ifMatchOf } from './http/preconditions.ts';
import { limitRate } from './http/rate-limit.ts';
import { validate } from './http/validate.ts';
import { problemOf, refuse } from './problems.ts';
import { respond } from './respond.ts';
import type { Route } from './routes.ts';
import type { Runtime, RuntimeSource } from './runtime.ts';
import { inSpan } from './telemetry/spans.ts';

/** The one way from a request to a handler. Every check refuses with a code of its own, and none of them answers 5xx to a hostile request. */
export function openDoor(route: Route, runtimeSource: RuntimeSource): HttpHandler {
  return async (request, host) => {
    const correlationId = correlationIdOf(request.headers);
    try {
      return await answer({ route, request, host, correlationId, runtime: await runtimeSource() });
    } catch (error) {
      return problemOf(error, route.endpoint, correlationId);
    }
  };
}

interface Visit {
  readonly route: Route;
  readonly request: HttpRequest;
  readonly host: InvocationContext;
  readonly correlationId: string;
  readonly runtime: Runtime;
}

async function answer(visit: Visit): Promise<HttpResponseInit> {
  const { route, request, host, correlationId, runtime } = visit;
  try {
    return await inSpan(`${request.method} ${route.endpoint.path}`, spanOf(visit), (own) => pass(visit, own));
  } catch (error) {
    const log = logOf(runtime, host, correlationId);
    if (isRefusal(error)) log.debug('request refused', { operation: route.operation, code: error.code });
    else log.error('request failed', { operation: route.operation, error });
    throw error;
  }
}

async function pass(visit: Visit, traceparent: string | undefined): Promise<HttpResponseInit> {
  const { route, request, host, correlationId, runtime } = visit;
  const { endpoint, operation } = route;
  limitRate(runtime.limiter, request, operation);
  const caller = await admit(visit);
  const params = validate('params', endpoint.params, request.params);
  const tenantId = tenantOf(params);
  const tenant = caller && (await demandScope(visit, caller, tenantId));
  const context = contextOf(runtime, host, { correlationId, tenantId, actor: caller?.actor, traceparent });
  const call = await callOf(visit, context, caller, params);
  const handle = async () => {
    // Not sooner: the write that put a tenant to rest is given its answer again when it is repeated.
    if (tenant) demandInService(endpoint, tenant);
    return route.handle(call);
  };
  return respond(await answerOnce(call, request, handle), correlationId);
}

/** Who calls, once the token holds and a role carries what the route demands; nobody on a public route. */
async function admit({ route: { endpoint }, request, runtime }: Visit): Promise<Caller | undefined> {
  if ('public' in endpoint.access) return undefined;
  const { permission } = endpoint.access;
  const caller = await runtime.verifyToken(request.headers.get('authorization'));
  if (mayDo(caller, permission)) return caller;
  const roles = rolesWith(permission);
  throw refuse('role-missing', `This needs one of the roles ${roles.join(', ')}.`, { detail: { permission, roles } });
}

/** The tenant that it is about. What belongs to no tenant, and what concerns them all, is open to those who run the product. */
async function demandScope(
  { route: { endpoint }, runtime: { service, state } }: Visit,
  caller: Caller,
  tenantId: string | undefined,
): Promise<TenantRecord | undefined> {
  const scope = scopeOf(endpoint);
  if (scope === 'platform' || tenantId === PLATFORM_TENANT) demandPlatform(caller);
  if (!tenantId || tenantId === PLATFORM_TENANT) return undefined;
  const tenant = await service.tenant(state, tenantId);
  if (!tenant && scope === 'records' && caller.platform) return undefined;
  return demandTenant(caller, tenant);
}

async function callOf(visit: Visit, context: Context, caller: Caller | undefined, params: unknown): Promise<Call> {
  const { request, route } = visit;
  const { endpoint } = route;
  const query = validate('query', endpoint.query ?? NO_QUERY, Object.fromEntries(request.query));
  const received = await readBody(request, endpoint);
  const call = {
    context,
    caller,
    params,
    query,
    body: endpoint.body === 'raw' ? received : validate('body', endpoint.body, received),
    commandId: commandIdOf(request, [context.tenantId, context.actor.id, route.operation]),
    ifMatch: ifMatchOf(request, endpoint),
    ifNoneMatch: request.headers.get('if-none-match') ?? undefined,
    accepts: acceptsCsv(request, endpoint) ? 'csv' : 'json',
    headers: request.headers,
  };
  // Parsed just now by the endpoint's own schemas, which is where the handler's types come from.
  return call as Call;
}

function spanOf({ request, host, runtime, correlationId }: Visit) {
  return {
    kind: 'server' as const,
    traceparent: host.traceContext?.traceParent ?? request.headers.get('traceparent') ?? undefined,
    attributes: { 'omd.service': runtime.service.name, 'omd.correlation_id': correlationId },
  };
}

const NO_QUERY = z.strictObject({});

const scopeOf = ({ access }: Endpoint) => ('scope' in access ? access.scope : undefined);

const acceptsCsv = (request: HttpRequest, { csv }: Endpoint): boolean =>
  csv === true && /^text\/csv\b/i.test(request.headers.get('accept') ?? '');

const tenantOf = (params: unknown): string | undefined => (params as { tenantId?: string } | undefined)?.tenantId;
