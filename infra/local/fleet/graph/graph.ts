import { boundedBody } from '../../gateway/bounded-body.ts';
import { parseQuery, usedOptions } from '../odata/query.ts';
import { addressOf, targetOf } from '../routes/addresses.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Answer, Call, InnerRequest, JsonObject } from './call.ts';
import type { CallLog } from './call-log.ts';
import { badRequest, type CallIds, errorBody, GraphError, intuneMessage } from './errors.ts';
import type { Quirks } from './quirks.ts';
import type { Route } from './route.ts';
import { type Router, requestId } from './router.ts';
import type { Throttle } from './throttle.ts';
import { type ThrottleRules, throttleClasses } from './throttle-classes.ts';
import type { Grant, Tokens } from './tokens.ts';
import type { Fates } from './weather.ts';
import type { Write } from './write.ts';

export interface GraphParts {
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly router: Router;
  readonly throttle: Throttle;
  readonly fates: Fates;
  readonly tokens: Tokens;
  readonly calls: CallLog;
  readonly quirks: Quirks;
  readonly seed: number;
  readonly origin: string;
  now(): number;
  deliver(request: Request): Promise<Response>;
  /** Told of each write before it has its effect. */
  onWrite(write: Write, now: number): void;
}

export interface Graph {
  /** Answers the calls of Graph and Defender; undefined for addresses that are neither. */
  handle(request: Request): Promise<Response | undefined>;
  /** Lets a write that was let in once have its effect again, whoever asks for it and whatever became of its answer. */
  repeat(write: Write, time: number): Promise<void>;
}

const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

/** A request on its way, as it came or out of a batch. */
interface Incoming {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: JsonObject;
}

export function createGraph(parts: GraphParts): Graph {
  let count = 0;
  const constants = { quirks: parts.quirks, origin: parts.origin };

  /** Everything that a request goes through; never throws. */
  async function perform(incoming: Incoming): Promise<Answer> {
    const now = parts.now();
    const ids: CallIds = {
      requestId: requestId(parts.seed, count++),
      clientRequestId: incoming.headers.get('client-request-id') ?? '',
      time: now,
    };
    const seen: Seen = { path: '(unknown)', class: '(unknown)', app: '(unknown)', service: 'other' };
    const answer = await attempt(incoming, ids, seen).catch((error: unknown) => refusal(error, seen.service, ids));
    const { service: _service, ...counted } = seen;
    parts.calls.add({ method: incoming.method, ...counted, status: answer.status });
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId || ids.requestId,
      },
    };
  }

  async function attempt(incoming: Incoming, ids: CallIds, seen: Seen): Promise<Answer> {
    const now = ids.time;
    const url = new URL(incoming.target, parts.origin);
    const address = addressOf(url.pathname);
    if (!address) throw badRequest('Invalid version.');
    const grant = authenticate(incoming.headers, parts.tokens, now);
    seen.app = grant.app;
    const tenant = parts.tenants.get(grant.tenant);
    if (!tenant || grant.audience !== address.api) throw unauthenticated('Invalid audience.');
    tenant.fleet.advanceTo(now);

    const { route, params } = parts.router.match(address.api, address.version, incoming.method, address.path);
    const rules: ThrottleRules = throttleClasses[route.throttle];
    const isWrite = route.method !== 'GET';
    Object.assign(seen, { path: route.path, class: route.throttle, service: rules.service });
    demandPermission(route, grant);
    const query = parseQuery(url.searchParams);
    parts.throttle.admit(
      { class: route.throttle, tenant: tenant.id, app: grant.app, isWrite, units: unitsOf(route, query) },
      now,
    );
    const unsupported = usedOptions(query).find((option) => !route.options.includes(option));
    if (unsupported) throw badRequest(`Query option '${unsupported}' is not allowed here.`);
    const fate = parts.fates({ tenant, rules, isWrite, now });
    if (fate.before) throw fate.before;

    const { method, target, body } = incoming;
    if (isWrite && !route.carries) parts.onWrite({ tenant: tenant.id, app: grant.app, method, target, body }, now);
    const answer = await route.answer({
      ...constants,
      tenant,
      app: grant.app,
      version: address.version,
      now,
      params,
      query,
      headers: incoming.headers,
      body,
      target,
      requestId: ids.requestId,
      deliver: parts.deliver,
      perform: (inner) => perform(innerOf(inner, address.version, incoming.headers)),
    });
    if (fate.after) throw fate.after;
    return rules.service === 'directory'
      ? withHeader(answer, 'x-ms-resource-unit', String(unitsOf(route, query)))
      : answer;
  }

  async function handle(request: Request): Promise<Response | undefined> {
    const { pathname, search } = new URL(request.url);
    const target = targetOf(`${pathname}${search}`, parts.origin);
    if (!addressOf(new URL(target, parts.origin).pathname)) return undefined;
    const body = await jsonBody(request);
    const incoming = { method: request.method, target, headers: request.headers };
    if (body instanceof GraphError) {
      const time = parts.now();
      const ids = { requestId: requestId(parts.seed, count++), clientRequestId: '', time };
      return respond({ status: body.status, body: errorBody(body, ids) }, time);
    }
    return respond(await perform({ ...incoming, body }), parts.now());
  }

  async function repeat({ tenant: id, app, method, target, body }: Write, time: number): Promise<void> {
    const url = new URL(target, parts.origin);
    const address = addressOf(url.pathname);
    const tenant = parts.tenants.get(id);
    if (!address || !tenant) return;
    tenant.fleet.advanceTo(time);
    const { route, params } = parts.router.match(address.api, address.version, method, address.path);
    const call: Call = {
      ...constants,
      ...{ tenant, app, version: address.version, now: time, params, query: parseQuery(url.searchParams) },
      ...{ headers: new Headers(), body, target, requestId: '' },
      deliver: shakeHands,
      perform: async () => ({ status: 501 }),
    };
    try {
      await route.answer(call);
    } catch (error) {
      // It was refused then as well.
      if (!(error instanceof GraphError)) throw error;
    }
  }

  return { handle, repeat };
}

/** A receiver that has agreed to its subscription once agrees again. */
async function shakeHands(request: Request): Promise<Response> {
  return new Response(new URL(request.url).searchParams.get('validationToken'), {
    headers: { 'content-type': 'text/plain' },
  });
}

/** What is known of a call when it ends, for the log. */
interface Seen {
  path: string;
  class: string;
  app: string;
  service: ThrottleRules['service'];
}

function authenticate(headers: Headers, tokens: Tokens, now: number): Grant {
  const token = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  const grant = tokens.read(token, now);
  if (!grant) throw unauthenticated('Lifetime validation failed, the token is expired.');
  return grant;
}

const unauthenticated = (message: string) => new GraphError(401, 'InvalidAuthenticationToken', message);

function demandPermission({ permissions }: Route, { roles }: Grant): void {
  if (roles === 'all' || permissions.length === 0 || permissions.some((permission) => roles.includes(permission)))
    return;
  throw new GraphError(
    403,
    'Forbidden',
    `Application is not authorized to perform this operation. Application must have one of the following scopes: ${permissions.join(', ')}`,
  );
}

/** The directory charges less for few properties and short pages, and more for relations. */
function unitsOf({ units = 1 }: Route, { select, expand, top }: Call['query']): number {
  const discount = (select ? 1 : 0) + (top !== undefined && top < 20 ? 1 : 0);
  return Math.max(1, units - discount + (expand.length > 0 ? 1 : 0));
}

function innerOf({ method, url, headers, body }: InnerRequest, version: string, outer: Headers): Incoming {
  const authorization = outer.get('authorization') ?? '';
  return {
    method,
    target: `/${version}${url}`,
    headers: new Headers({ ...headers, authorization }),
    body: isObject(body) ? body : {},
  };
}

async function jsonBody(request: Request): Promise<JsonObject | GraphError> {
  const text = await boundedBody(request, BODY_LIMIT_BYTES);
  if (text === undefined) return new GraphError(413, 'RequestEntityTooLarge', 'The body is at most 4 MB.');
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  return badRequest('Unable to read JSON request payload.');
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refusal(error: unknown, service: ThrottleRules['service'], ids: CallIds): Answer {
  if (!(error instanceof GraphError)) throw error;
  const { status, code, message, headers } = error;
  const isWrapped = service === 'intune' && status !== 429;
  return {
    status,
    headers,
    body: errorBody({ code, message: isWrapped ? intuneMessage(message, ids) : message }, ids),
  };
}

const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
});

function respond({ status, headers = {}, body }: Answer, now: number): Response {
  const date = new Date(now).toUTCString();
  if (body === undefined) return new Response(null, { status, headers: { date, ...headers } });
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const type = isRaw ? {} : { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8' };
  return new Response(isRaw ? Buffer.from(body) : JSON.stringify(body), {
    status,
    headers: { date, ...type, ...headers },
  });
}
