import { isDeepStrictEqual } from 'node:util';
import { HttpRequest, type HttpResponseInit, InvocationContext } from '@azure/functions';
import { openDoor } from '../door.ts';
import { routeFunctionName, segmentsOf } from '../function-names.ts';
import type { Route } from '../routes.ts';
import type { RuntimeSource } from '../runtime.ts';

export interface TestRequest {
  readonly method: string;
  /** With query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body. */
  json(): Record<string, unknown>;
}

/** Answers requests by the given routes as the Functions host would, without a socket. What is answered must fit the endpoint's schema. */
export function serve(
  routes: readonly Route[],
  runtime: RuntimeSource,
): (request: TestRequest) => Promise<TestResponse> {
  const inHostOrder = [...routes].sort((a, b) => compare(routeFunctionName(a), routeFunctionName(b)));
  return async (request) => {
    const [path = '', query = ''] = request.path.split('?', 2);
    for (const route of inHostOrder) {
      const params = route.endpoint.method === request.method ? match(route.endpoint.path, path) : undefined;
      if (params) return invoke(route, runtime, request, params, query);
    }
    return responseOf({ status: 404 });
  };
}

async function invoke(
  route: Route,
  runtime: RuntimeSource,
  { method, path, headers = {}, body }: TestRequest,
  params: Record<string, string>,
  query: string,
): Promise<TestResponse> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const request = new HttpRequest({
    method,
    url: `http://127.0.0.1${path}`,
    params,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: {
      ...(bytes && { 'content-length': String(bytes.length), 'content-type': 'application/json' }),
      ...headers,
    },
    ...(bytes && { body: { bytes } }),
  });
  const host = new InvocationContext({ functionName: routeFunctionName(route), logHandler: () => undefined });
  const response = responseOf((await openDoor(route, runtime)(request, host)) as HttpResponseInit);
  demandSchema(route, response);
  return response;
}

function demandSchema({ endpoint, operation }: Route, { status, headers, json }: TestResponse): void {
  if (status >= 300 || !headers.get('content-type')?.startsWith('application/json')) return;
  const schema = endpoint.answers[status as keyof typeof endpoint.answers];
  if (!schema) throw new Error(`${operation} answers ${status}, which its table does not have.`);
  // Fields beyond the schema are a slip too: the document says there are none.
  if (!isDeepStrictEqual(schema.parse(json()), json()))
    throw new Error(`${operation} answers more than its schema says.`);
}

function responseOf({ status = 200, headers, body }: HttpResponseInit): TestResponse {
  const text = String(body ?? '');
  return { status, headers: new Headers(headers), text, json: () => JSON.parse(text) as Record<string, unknown> };
}

function match(template: string, path: string): Record<string, string> | undefined {
  const wanted = segmentsOf(template);
  const given = segmentsOf(path);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name) params[name] = given[at] ?? '';
    else if (segment.toLowerCase() !== given[at]?.toLowerCase()) return undefined;
  }
  return params;
}

const compare = (a: string, b: string): number => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);
