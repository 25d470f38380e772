import type { ServiceName } from '../../contracts/events/topology.ts';
import type { Clock } from '../../time/clock.ts';
import type { Budgets } from '../budget/budgets.ts';
import { costOf } from '../budget/cost.ts';
import type { Tokens } from '../credentials/tokens.ts';
import { dice } from '../dice.ts';
import { GraphFailure, TryAgainAt } from '../errors.ts';
import { pauseUntil } from '../pause.ts';
import type { Purpose } from '../purpose.ts';
import { addressOf, type Endpoints, pathOf } from './address.ts';
import { type Answer, type Call, isWrite } from './call.ts';
import { exchange } from './exchange.ts';
import { headersOf } from './headers.ts';
import { type Judgement, judge } from './judgement.ts';
import { readAnswer } from './read-answer.ts';

/** What all calls of a service share. */
export interface Wire {
  readonly service: ServiceName;
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  readonly budgets: Budgets;
  readonly tokens: Tokens;
  /** Whether the product may change anything in tenants. */
  readonly writesAllowed: boolean;
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 400;

/**
 * Sends a call and brings it to an end: an answer below 400; a `GraphFailure`; or `TryAgainAt`, when it has to wait longer
 * than an invocation may sleep. A write that must not be sent twice is sent once: `graph-outcome-unknown` says that its
 * answer was lost.
 */
export async function send(wire: Wire, purpose: Purpose, call: Call): Promise<Answer> {
  demandWritable(wire, call);
  const { clock, budgets, tokens } = wire;
  const path = pathOf(call.target, wire.endpoints);
  const need = { ...costOf(call.target.api, path), writes: isWrite(call) };
  let tokenIsNew = false;
  for (let attempt = 1; ; ) {
    await budgets.admit(purpose, need);
    const sentAt = clock.now();
    const judgement = await attemptOnce(wire, purpose, call, path);
    if (judgement.kind === 'too-many') {
      await budgets.tooManyRequests(purpose, need.throttleClass, { sentAt, ...judgement });
      continue; // the budget knows how long to wait
    }
    if (judgement.kind === 'answered' || judgement.kind === 'failed')
      await budgets.answered(purpose, need.throttleClass, sentAt);
    if (judgement.kind === 'answered') return judgement.answer;
    if (judgement.kind === 'token-refused') {
      if (tokenIsNew) throw new GraphFailure('graph-permission-missing', 'The token is refused.', { status: 401 });
      tokens.forget(purpose.tenantId, call.target.api);
      tokenIsNew = true;
      continue;
    }
    await beforeNextAttempt(clock, purpose, judgement, attempt++);
  }
}

/** Throws GraphFailure `graph-writes-not-allowed` for a write while the product may only read. */
export function demandWritable({ writesAllowed }: Pick<Wire, 'writesAllowed'>, call: Call): void {
  if (writesAllowed || !isWrite(call)) return;
  throw new GraphFailure('graph-writes-not-allowed', 'The product was started to read only.');
}

async function attemptOnce(wire: Wire, purpose: Purpose, call: Call, path: string): Promise<Judgement> {
  const { service, endpoints, tokens, clock } = wire;
  const address = addressOf(call.target, endpoints);
  const token = await tokens.get(purpose.tenantId, call.target.api);
  const headers = headersOf(service, purpose, call, path);
  const came = await exchange({ address, token, headers, call });
  const judgement = judge(call, came.kind === 'response' ? await readAnswer(came.response) : kindOf(came), clock.now());
  const { reason } = purpose;
  purpose.log.debug('graph call', {
    method: call.method,
    path: path.split('?', 1)[0],
    reason,
    outcome: judgement.kind,
  });
  return judgement;
}

const kindOf = ({ kind }: { readonly kind: 'not-sent' | 'no-answer' }) =>
  kind === 'not-sent' ? { kind } : { kind: 'cut-off' as const };

/** Comes back when the call may be tried again, and throws when it may not, or not yet. */
async function beforeNextAttempt(
  clock: Clock,
  { correlationId }: Purpose,
  judgement: Exclude<Judgement, { kind: 'answered' | 'too-many' | 'token-refused' }>,
  attempt: number,
): Promise<void> {
  switch (judgement.kind) {
    case 'failed':
      throw judgement.failure;
    case 'outcome-unknown':
      throw new GraphFailure('graph-outcome-unknown', 'The answer to a write was lost.');
    case 'try-again': {
      const { retryAfterMs, unreadable } = judgement;
      const pause = retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + dice(correlationId, attempt) / 2);
      const at = clock.now() + pause;
      if (attempt < ATTEMPTS && (await pauseUntil(clock, at))) return;
      if (retryAfterMs !== undefined && attempt < ATTEMPTS) throw new TryAgainAt(at, 'unavailable');
      throw unreadable
        ? new GraphFailure('graph-answer-unreadable', 'An answer was no JSON, or too long.')
        : new GraphFailure('graph-unavailable', 'Microsoft could not be reached, or had no answer.');
    }
  }
}
