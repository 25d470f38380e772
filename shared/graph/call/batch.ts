import type { Json } from '../../contracts/json.ts';
import { costOf } from '../budget/cost.ts';
import { retryAfterMs } from '../budget/retry-after.ts';
import { type GraphFailure, isGraphFailure, isTryAgainAt } from '../errors.ts';
import { pauseUntil } from '../pause.ts';
import type { Purpose } from '../purpose.ts';
import type { Answer, Call, Version } from './call.ts';
import { failureOf } from './failure.ts';
import { headersOf } from './headers.ts';
import { isSuccess } from './judgement.ts';
import { demandWritable, send, type Wire } from './send.ts';

/** One of the calls of a batch. Each stands alone: none depends on another. */
export interface BatchItem {
  /** Unique in the batch. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below the version, which the batch has. */
  readonly path: `/${string}`;
  readonly body?: Json;
}

/** What became of one of them. */
export type BatchResult =
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'failed'; readonly failure: GraphFailure }
  /** Not done; it may be sent again at `at` (milliseconds since 1970). */
  | { readonly kind: 'later'; readonly at: number }
  /** Nothing clear was said of it: look before it is sent again. */
  | { readonly kind: 'unknown' };

/** Graph takes no more at once. */
const MOST_ITEMS = 20;
const ROUNDS = 4;
const REST_LATER_MS = 30_000;

/**
 * Sends calls of one tenant twenty at a time; results are found by id, in whatever order Graph answers. Only what was
 * refused with 429 is sent again, after its own wait when that is short; otherwise it is for `later`, as is what could not
 * be sent after others had ended. Throws what `send` throws while none has, and TypeError when two items share an id.
 */
export async function sendBatch(
  wire: Wire,
  purpose: Purpose,
  version: Version,
  items: readonly BatchItem[],
): Promise<ReadonlyMap<string, BatchResult>> {
  if (new Set(items.map(({ id }) => id)).size < items.length) throw new TypeError('Two items of a batch share an id.');
  for (const item of items) demandWritable(wire, callOf(item, version));
  const batch = { wire, purpose, version, results: new Map<string, BatchResult>() };
  try {
    for (let from = 0; from < items.length; from += MOST_ITEMS)
      await sendPart(batch, items.slice(from, from + MOST_ITEMS));
  } catch (error) {
    // What has ended must be told, or it would be done again with the rest.
    if (![...batch.results.values()].some(({ kind }) => kind !== 'later')) throw error;
    const at = isTryAgainAt(error) ? error.at : wire.clock.now() + REST_LATER_MS;
    for (const { id } of items) if (!batch.results.has(id)) batch.results.set(id, { kind: 'later', at });
  }
  return batch.results;
}

async function sendPart(batch: Batch, items: readonly BatchItem[]): Promise<void> {
  let open = items;
  for (let round = 0; round < ROUNDS && open.length > 0; round++) open = await sendOnce(batch, open);
}

interface Batch {
  readonly wire: Wire;
  readonly purpose: Purpose;
  readonly version: Version;
  readonly results: Map<string, BatchResult>;
}

/** Sends the items for which there is room. Returns those that may go again at once, after a short wait. */
async function sendOnce(batch: Batch, items: readonly BatchItem[]): Promise<readonly BatchItem[]> {
  const { wire, results } = batch;
  const admitted = await admit(batch, items);
  if (admitted.length > 0) await exchange(batch, admitted);
  const waits = items.flatMap((item) => {
    const result = results.get(item.id);
    return result?.kind === 'later' ? [{ item, at: result.at }] : [];
  });
  const waited = await pauseUntil(wire.clock, Math.max(0, ...waits.map(({ at }) => at)));
  return waited ? waits.map(({ item }) => item) : [];
}

/** A batch is no way round a limit: each of its calls is counted. */
async function admit({ wire, purpose, results }: Batch, items: readonly BatchItem[]): Promise<BatchItem[]> {
  const admitted: BatchItem[] = [];
  for (const item of items) {
    try {
      await wire.budgets.admit(purpose, { ...costOf('graph', item.path), writes: item.method !== 'GET' });
      admitted.push(item);
    } catch (error) {
      if (!isTryAgainAt(error)) throw error;
      results.set(item.id, { kind: 'later', at: error.at });
    }
  }
  return admitted;
}

async function exchange(batch: Batch, items: readonly BatchItem[]): Promise<void> {
  const { wire, purpose, results } = batch;
  const sentAt = wire.clock.now();
  const answers = await answersTo(batch, items);
  // All of them before the budget is told of any, so that none that was done is forgotten when that fails.
  for (const { id } of items) results.set(id, resultOf(answers.get(id), sentAt));
  for (const item of items) {
    const { throttleClass } = costOf('graph', item.path);
    const answer = answers.get(item.id);
    if (answer?.status !== 429) {
      if (answer && answer.status < 500) await wire.budgets.answered(purpose, throttleClass, sentAt);
      continue;
    }
    const asked = retryAfterMs(answer.headers, sentAt);
    const at = await wire.budgets.tooManyRequests(purpose, throttleClass, { sentAt, retryAfterMs: asked });
    results.set(item.id, { kind: 'later', at: Math.max(at, sentAt + (asked ?? 0)) });
  }
}

function resultOf(answer: Answer | undefined, sentAt: number): BatchResult {
  if (answer?.status === 429) return { kind: 'later', at: sentAt };
  if (!answer || answer.status >= 500 || answer.status === 408) return { kind: 'unknown' };
  if (answer.status >= 400) return { kind: 'failed', failure: failureOf(answer) };
  return isSuccess(answer) ? { kind: 'answered', status: answer.status, body: answer.body } : { kind: 'unknown' };
}

/** Answers by id. None, when the answer to the batch as a whole was lost: each of its calls may have been done. */
async function answersTo(batch: Batch, items: readonly BatchItem[]): Promise<Answers> {
  const { wire, purpose, version } = batch;
  const reads = items.every(({ method }) => method === 'GET');
  const call: Call = {
    target: { api: 'graph', version, path: '/$batch' },
    method: 'POST',
    repeat: reads ? 'safe' : 'once',
    body: { requests: items.map((item) => requestOf(batch, item)) },
  };
  try {
    return answersIn((await send(wire, purpose, call)).body);
  } catch (error) {
    if (isGraphFailure(error, 'graph-outcome-unknown')) return new Map();
    throw error;
  }
}

function requestOf({ wire, purpose, version }: Batch, item: BatchItem) {
  const { id, method, path: url, body } = item;
  const headers = headersOf(wire.service, purpose, callOf(item, version), url);
  if (body === undefined) return { id, method, url, headers };
  return { id, method, url, headers: { ...headers, 'Content-Type': 'application/json' }, body };
}

const callOf = ({ method, path }: BatchItem, version: Version): Call => {
  const target = { api: 'graph' as const, version, path };
  return method === 'GET' ? { target, method } : { target, method, repeat: 'once' };
};

/** By id. What was answered twice is as good as not answered. */
type Answers = ReadonlyMap<string, Answer | undefined>;

function answersIn(body: unknown): Answers {
  const answers = new Map<string, Answer | undefined>();
  const responses = typeof body === 'object' && body !== null && 'responses' in body ? body.responses : undefined;
  for (const response of Array.isArray(responses) ? responses : []) {
    const { id, status, headers, body: said }: Record<string, unknown> = Object(response);
    if (typeof id !== 'string' || typeof status !== 'number') continue;
    answers.set(id, answers.has(id) ? undefined : { status, headers: headersIn(headers), body: said });
  }
  return answers;
}

function headersIn(value: unknown): Headers {
  const headers = new Headers();
  for (const [name, text] of Object.entries(Object(value)))
    if (/^[\w-]+$/.test(name) && typeof text === 'string' && !/[\r\n\0]/.test(text)) headers.set(name, text);
  return headers;
}
