import type { InvocationResponse, RpcCookie, RpcHttp, RpcNullable } from '../app/worker.ts';
import type { Invoke, Work } from '../invocation.ts';
import { emptyAnswer, type HttpAnswer, type HttpCall } from './message.ts';
import type { RouteMatch, Router } from './router.ts';

/** Answers a call with the function that its route leads to. A function that fails is a 500 without a body, as in the host. */
export async function respond(call: HttpCall, router: Router, invoke: Invoke): Promise<HttpAnswer> {
  const match = router.match(call.method, call.target.split('?', 1)[0] ?? '');
  if (!match) return emptyAnswer(404);
  try {
    return toAnswer(await invoke(match.route.hosted, httpInput(call, match)));
  } catch {
    // The invocation has logged it.
    return emptyAnswer(500);
  }
}

/** What an HTTP function is handed. */
export function httpInput(call: HttpCall, { route, params }: RouteMatch): Work {
  const { bindingName } = route.hosted.trigger;
  const http: RpcHttp = {
    method: call.method,
    url: `http://${call.headers['host'] ?? 'localhost'}${call.target}`,
    nullableHeaders: nullable(call.headers),
    nullableParams: nullable(params),
    nullableQuery: nullable(query(call.target)),
    ...(call.body?.length ? { body: { bytes: call.body } } : {}),
  };
  return {
    inputData: [{ name: bindingName, data: { http } }],
    triggerMetadata: {},
    caller: { traceParent: call.headers['traceparent'], traceState: call.headers['tracestate'] },
  };
}

/** A key that is repeated arrives once, its values joined with a comma. */
function query(target: string): Record<string, string> {
  const from = target.indexOf('?');
  const search = new URLSearchParams(from < 0 ? '' : target.slice(from));
  return Object.fromEntries([...new Set(search.keys())].map((key) => [key, search.getAll(key).join(',')]));
}

function nullable(values: Readonly<Record<string, string>>): Record<string, RpcNullable<string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
}

function toAnswer({ returnValue }: InvocationResponse): HttpAnswer {
  const http = returnValue?.http;
  if (!http) return emptyAnswer(204);
  const cookies = (http.cookies ?? []).map((cookie) => ['set-cookie', serializeCookie(cookie)] as const);
  return {
    status: Number(http.statusCode),
    headers: [...Object.entries(http.headers ?? {}).filter(([name]) => name !== 'content-length'), ...cookies],
    body: http.body?.bytes,
  };
}

const SAME_SITE = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** In the order and spelling of ASP.NET Core. */
function serializeCookie(cookie: RpcCookie): string {
  const sameSite = SAME_SITE[cookie.sameSite];
  const attributes = [
    `${encodeURIComponent(cookie.name)}=${encodeURIComponent(cookie.value)}`,
    cookie.expires?.value && `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`,
    cookie.maxAge?.value !== undefined && `max-age=${Math.trunc(cookie.maxAge.value)}`,
    cookie.domain?.value && `domain=${cookie.domain.value}`,
    cookie.path?.value && `path=${cookie.path.value}`,
    cookie.secure?.value && 'secure',
    sameSite && `samesite=${sameSite}`,
    cookie.httpOnly?.value && 'httponly',
  ];
  return attributes.filter(Boolean).join('; ');
}
