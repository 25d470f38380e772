import type { Answer, Request } from './callers.ts';
import type { Evidence } from './evidence.ts';
import { type Command, isTrespass } from './load.ts';
import { toldCommand } from './trace.ts';

/** One call and all its repetitions under one Idempotency-Key. */
export interface Exchange {
  readonly number: number;
  readonly command: Command;
  /** Also its correlation id, by which its effects are found. */
  readonly key: string;
  readonly request: Request;
  /** What the caller had read before, where a change quotes it. */
  readonly read?: Answer['body'];
  readonly answers: Answer[];
}

type Means = Pick<Evidence, 'callers' | 'trace'>;

/** Undefined when the caller could not even read what is to be changed. */
export async function openExchange(means: Means, command: Command, number: number): Promise<Exchange | undefined> {
  const { callers } = means;
  const tenantId = callers.tenantId(command.tenant);
  const key = `${tenantId}-${number}`;
  const path = `/api/v1/tenants/${tenantId}`;
  const headers = { 'idempotency-key': key, 'x-correlation-id': key };
  const begin = (request: Omit<Request, 'headers'>, more = {}): Exchange => ({
    number,
    command,
    key,
    request: { ...request, headers: { ...headers, ...more } },
    answers: [],
  });
  switch (command.kind) {
    case 'enrol':
      return begin({ method: 'POST', path: '/api/v1/tenants', body: enrolment(tenantId, key) });
    case 'change': {
      const read = await callers.call(command.caller, { method: 'GET', path });
      if (isLater(read)) return undefined;
      const quoted = { 'if-match': read.etag ?? '"never-read"' };
      // In turn, so that a change which overwrites another is seen.
      const body = { [number % 2 === 0 ? 'name' : 'dataResidency']: key };
      return { ...begin({ method: 'PATCH', path, body }, quoted), read: read.body };
    }
    case 'suspend':
    case 'resume':
    case 'off-board':
      return begin({ method: 'POST', path: `${path}/${command.kind}`, body: { reason: key } });
  }
}

/** Asks, for the first time or again; what is no answer yet is not kept. */
export async function ask({ callers, trace }: Means, exchange: Exchange): Promise<void> {
  const answer = await callers.call(exchange.command.caller, exchange.request);
  trace.say(
    `  call ${exchange.number} (${toldCommand(exchange.command)}): ${answer.status} ${answer.body['code'] ?? ''}`,
  );
  if (!isLater(answer)) exchange.answers.push(answer);
}

export function isAnswered({ answers }: Exchange): boolean {
  return answers.length > 0;
}

export function isAccepted({ answers }: Exchange): boolean {
  return answers.some(({ status }) => status < 300);
}

/** Whoever has no business with a tenant is to learn nothing of it. */
export function isTrespasser({ command }: Exchange): boolean {
  return isTrespass(command);
}

/** The caller is told to come back, so this is no answer to keep. */
function isLater({ status, body }: Answer): boolean {
  return status === 503 || status === 429 || body['code'] === 'idempotency-in-progress';
}

function enrolment(tenantId: string, name: string): object {
  return {
    entraTenantId: tenantId,
    name,
    region: 'westeurope',
    timeZone: 'Europe/Berlin',
    dataResidency: 'EU',
    operators: [{ entraTenantId: tenantId }],
  };
}
