import { z } from 'zod';
import { type Answer, type Call, ok } from '../graph/call.ts';
import { badRequest } from '../graph/errors.ts';
import { action, type Route } from '../graph/route.ts';
import { hash } from '../model/random.ts';

const MOST_REQUESTS = 20;

const request = z.strictObject({
  id: z.string().min(1).max(100),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string().min(1).max(8_000),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});

type BatchRequest = z.infer<typeof request>;
type BatchResponse = Answer & { readonly id: string };

/** Up to twenty requests in one: each is judged alone, and the answers come in no order. */
export const batch: readonly Route[] = [
  action({
    path: '/$batch',
    permissions: [],
    throttle: 'unpublished',
    carries: true,
    body: z.strictObject({ requests: z.array(request).min(1).max(MOST_REQUESTS) }),
    run: async (call, { requests }) => {
      demandSound(requests);
      const responses = new Map<string, Promise<BatchResponse>>();
      for (const each of requests) responses.set(each.id, answerTo(each, call, responses));
      return ok({ responses: shuffled(await Promise.all(responses.values()), call.now) });
    },
  }),
];

function demandSound(requests: readonly BatchRequest[]): void {
  const before = new Set<string>();
  for (const { id, body, headers, dependsOn = [] } of requests) {
    if (before.has(id)) throw badRequest(`The request id '${id}' is used more than once.`);
    const unknown = dependsOn.find((other) => !before.has(other));
    if (unknown !== undefined)
      throw badRequest(`Request '${id}' depends on '${unknown}', which does not stand before it.`);
    const hasType = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-type');
    if (body != null && !hasType) throw badRequest(`Request '${id}' has a body and no Content-Type header.`);
    before.add(id);
  }
}

async function answerTo(
  { id, method, url, headers = {}, body, dependsOn = [] }: BatchRequest,
  call: Call,
  responses: ReadonlyMap<string, Promise<BatchResponse>>,
): Promise<BatchResponse> {
  const parents = await Promise.all(dependsOn.map((parent) => responses.get(parent)));
  if (parents.some((parent) => parent === undefined || parent.status >= 400))
    return { id, status: 424, body: { error: { code: 'FailedDependency', message: 'A request before it failed.' } } };
  const path = url.startsWith('/') ? url : `/${url}`;
  if (path.startsWith('/$batch'))
    return { id, status: 400, body: { error: { code: 'BadRequest', message: 'Batches do not nest.' } } };
  const answer = await call.perform({ method, url: path, headers, body });
  return { ...answer, id, headers: headersOf(answer) };
}

/** Inside a batch header names are text of JSON, and clients look for them in the case in which Graph writes them. */
function headersOf({ headers = {}, body }: Answer): Record<string, string> {
  const { 'retry-after': retryAfter, ...others } = headers;
  return {
    ...others,
    ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  };
}

/** Always the same for the same answers at the same time. */
function shuffled(responses: readonly BatchResponse[], now: number): BatchResponse[] {
  const place = ({ id }: BatchResponse) =>
    hash(
      now & 0xffff_ffff,
      [...id].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 0),
      0,
      0,
    );
  return responses.toSorted((a, b) => place(a) - place(b));
}
