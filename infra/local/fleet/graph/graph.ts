import { parseQuery, usedOptions } from '../odata/query.ts';
import { addressOf, targetOf } from '../routes/addresses.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { authenticate, demandPermission, unauthenticated, unitsOf } from './admission.ts';
import { approvalHeaders, demandApproval } from './approval.ts';
import { isObject, jsonBody, respond } from './body.ts';
import type { Answer, Call, InnerRequest, JsonObject } from './call.ts';
import type { CallLog } from './call-log.ts';
import { badRequest, type CallIds, errorBody, GraphError, intuneMessage } from './errors.ts';
import type { Quirks } from './quirks.ts';
import type { Route } from './route.ts';
import { type Router, requestId } from './router.ts';
import type { Throttle } from './throttle.ts';
import { type ThrottleRules, throttleClasses } from './throttle-classes.ts';
import type { Tokens } from './tokens.ts';
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
    if (isWrite && !route.carries)
      parts.onWrite(
        { tenant: tenant.id, app: grant.app, method, target, body, headers: deciding(incoming.headers) },
        now,
      );
    const answer = await execute(route, {
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

  async function repeat({ tenant: id, app, method, target, body, headers }: Write, time: number): Promise<void> {
    const url = new URL(target, parts.origin);
    const address = addressOf(url.pathname);
    const tenant = parts.tenants.get(id);
    if (!address || !tenant) return;
    tenant.fleet.advanceTo(time);
    const { route, params } = parts.router.match(address.api, address.version, method, address.path);
    const call: Call = {
      ...constants,
      ...{ tenant, app, version: address.version, now: time, params, query: parseQuery(url.searchParams) },
      ...{ headers: new Headers(headers), body, target, requestId: '' },
      deliver: shakeHands,
      perform: async () => ({ status: 501 }),
    };
    try {
      await execute(route, call);
    } catch (error) {
      // It was refused then as well.
      if (!(error instanceof GraphError)) throw error;
    }
  }

  return { handle, repeat };
}

/** The headers on which the effect of a write depends. */
function deciding(headers: Headers): Record<string, string> {
  const values = approvalHeaders.map((name) => [name, headers.get(name)] as const);
  return Object.fromEntries(values.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== null));
}

async function execute(route: Route, call: Call): Promise<Answer> {
  if (route.approval) demandApproval(route.approval, route.method, call);
  return route.answer(call);
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

function innerOf({ method, url, headers, body }: InnerRequest, version: string, outer: Headers): Incoming {
  const authorization = outer.get('authorization') ?? '';
  return {
    method,
    target: `/${version}${url}`,
    headers: new Headers({ ...headers, authorization }),
    body: isObject(body) ? body : {},
  };
}

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
