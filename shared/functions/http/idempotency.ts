import { createHash } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import type { Json } from '../../contracts/json.ts';
import { canonicalJson } from '../../state/canonical-json.ts';
import type { AnyAnswer } from '../answers.ts';
import type { Call } from '../call.ts';
import { refuse } from '../problems.ts';
import type { Route } from '../routes.ts';

/** Handles a write that carries an Idempotency-Key once: the same write again is given the answer of the first time. */
export async function answerOnce(route: Route, call: Call, request: HttpRequest): Promise<AnyAnswer> {
  if (route.endpoint.method === 'GET' || !request.headers.has('idempotency-key')) return route.handle(call);
  const { state, tenantId = '-' } = call.context;
  const key = call.commandId;
  const reservation = await state.idempotency.reserve(tenantId, key, hashOf(route, call));
  switch (reservation.kind) {
    case 'stored':
      return reservation.result as unknown as AnyAnswer;
    case 'in-progress':
      throw refuse('idempotency-in-progress', 'The first request with this key is still at work.', { retryable: true });
    case 'reused':
      throw refuse('idempotency-key-reused', 'The key was used for another request.');
    case 'reserved':
      return handleReserved(route, call, tenantId, key);
  }
}

async function handleReserved(route: Route, call: Call, tenantId: string, key: string): Promise<AnyAnswer> {
  const { idempotency } = call.context.state;
  let answer: AnyAnswer;
  try {
    answer = await route.handle(call);
  } catch (error) {
    await idempotency.release(tenantId, key);
    throw error;
  }
  await idempotency.complete(tenantId, key, answer as unknown as Json);
  return answer;
}

function hashOf({ operation }: Route, { params, body, ifMatch }: Call): string {
  const payload = Buffer.isBuffer(body) ? body.toString('base64') : body;
  return createHash('sha256').update(canonicalJson({ operation, params, payload, ifMatch })).digest('hex');
}
