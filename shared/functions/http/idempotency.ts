import type { HttpRequest } from '@azure/functions';
import type { Json } from '../../contracts/json.ts';
import { canonicalJson } from '../../state/canonical-json.ts';
import { digest } from '../../state/digest.ts';
import type { AnyAnswer } from '../answers.ts';
import type { Call } from '../call.ts';
import { refuse } from '../problems.ts';

/** Handles a write that carries an Idempotency-Key once: the same write again is given the answer of the first time. */
export async function answerOnce(
  call: Call,
  { method, headers }: HttpRequest,
  handle: () => Promise<AnyAnswer>,
): Promise<AnyAnswer> {
  if (method === 'GET' || !headers.has('idempotency-key')) return handle();
  const { state, tenantId = '-' } = call.context;
  const reservation = await state.idempotency.reserve(tenantId, call.commandId, payloadHash(call));
  switch (reservation.kind) {
    case 'stored':
      // Only answers of this route are kept under its command ids.
      return reservation.result as unknown as AnyAnswer;
    case 'in-progress':
      throw refuse('idempotency-in-progress', 'The first request with this key is still at work.', { retryable: true });
    case 'reused':
      throw refuse('idempotency-key-reused', 'The key was used for another request.');
    case 'reserved':
      return handleReserved(call, tenantId, handle);
  }
}

async function handleReserved(call: Call, tenantId: string, handle: () => Promise<AnyAnswer>): Promise<AnyAnswer> {
  const { idempotency } = call.context.state;
  let answer: AnyAnswer;
  try {
    answer = await handle();
  } catch (error) {
    await idempotency.release(tenantId, call.commandId);
    throw error;
  }
  await idempotency.complete(tenantId, call.commandId, answer as unknown as Json);
  return answer;
}

function payloadHash({ params, body, ifMatch }: Call): string {
  return digest(canonicalJson({ params, body: Buffer.isBuffer(body) ? body.toString('base64') : body, ifMatch }));
}
