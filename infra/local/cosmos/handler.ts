import { randomUUID } from 'node:crypto';
import { type Account, containerOf } from './account.ts';
import type { Container } from './container.ts';
import { chargeOfRefusal } from './documents.ts';
import { badRequest, CosmosError, SUBSTATUS } from './errors.ts';
import type { Json } from './json.ts';
import {
  type Answer,
  type Call,
  type CosmosRequest,
  type CosmosResponse,
  type Handler,
  isReading,
} from './protocol.ts';
import { parseResource, type Resource } from './resource.ts';
import { route } from './router.ts';

/**
 * Answers requests to the account. Whatever an answer shows or acknowledges is durable by then. Errors become answers.
 * `changed` hears of each container that a write has changed.
 */
export function handlerFor(account: Account, changed: (container: Container) => void): Handler {
  return async (request) => {
    try {
      await account.journal.ready();
      const answer = respond(account, request);
      await account.journal.durable();
      if (answer.changed) changed(answer.changed);
      return response(answer);
    } catch (error) {
      return refusal(error, request);
    }
  };
}

/** Carries the request out, in one go: no other comes between. */
function respond(account: Account, request: CosmosRequest): Answer {
  const resource = parseResource(request.path);
  const container = ownerOf(account, resource);
  if (!container) return route(account, resource, understand(request));
  account.throughput.admit(container);
  const answer = attempt(account, resource, container, request);
  account.throughput.spend(container, answer.charge);
  return answer;
}

/** A refusal costs something too, so it is an answer here already. */
function attempt(account: Account, resource: Resource, container: Container, request: CosmosRequest): Answer {
  try {
    checkSession(container, request);
    const answer = route(account, resource, understand(request));
    const headers = { lsn: String(container.lsn), 'x-ms-session-token': `0:-1#${container.lsn}`, ...answer.headers };
    return { ...answer, headers };
  } catch (error) {
    return refusalAnswer(error, request);
  }
}

const ownerOf = (account: Account, resource: Resource): Container | undefined =>
  resource.type === 'document' || resource.type === 'documents'
    ? containerOf(account, resource.database, resource.container)
    : undefined;

/** A session token from a container that has gone further than this one ever did. */
function checkSession(container: Container, request: CosmosRequest): void {
  const token = request.headers['x-ms-session-token'];
  if (token === undefined || !isReading(request)) return;
  const position = /#(\d+)/.exec(token)?.[1];
  if (position === undefined || Number(position) <= container.lsn) return;
  throw new CosmosError(404, 'The read session is not available for the input session token.', {
    substatus: SUBSTATUS.readSessionNotAvailable,
  });
}

function understand({ method, headers, body, pageLimit }: CosmosRequest): Call {
  return { method, headers, body: body === '' ? undefined : parseBody(body), size: Buffer.byteLength(body), pageLimit };
}

function parseBody(body: string): Json {
  try {
    const parsed: Json = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch (error) {
    if (/^\s*[[{]/.test(body))
      throw badRequest(`The request body is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
  throw badRequest(
    'The request body is not JSON. (The binary batch format of the .NET SDK is not part of this stand-in.)',
  );
}

/** The response to a request that is refused. */
export const refusal = (error: unknown, request: CosmosRequest): CosmosResponse =>
  response(refusalAnswer(error, request));

function refusalAnswer(error: unknown, request: CosmosRequest): Answer {
  const known = error instanceof CosmosError ? error : new CosmosError(500, `Unexpected failure: ${String(error)}`);
  const { status, code, message, substatus, retryAfterInMs } = known;
  return {
    status,
    body: JSON.stringify({ code, message }),
    charge: chargeOfRefusal(known, isReading(request), Buffer.byteLength(request.body)),
    headers: {
      ...(substatus === undefined ? {} : { 'x-ms-substatus': String(substatus) }),
      ...(retryAfterInMs === undefined ? {} : { 'x-ms-retry-after-ms': String(retryAfterInMs) }),
    },
  };
}

function response({ status, body, charge, headers }: Answer): CosmosResponse {
  return {
    status,
    body,
    headers: {
      'content-type': 'application/json',
      'x-ms-activity-id': randomUUID(),
      'x-ms-request-charge': String(charge),
      'x-ms-version': '2018-12-31',
      ...headers,
    },
  };
}
