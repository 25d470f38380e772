import { ChangeFeedStartFrom, type Container, type FeedRange } from '@azure/cosmos';
import type { CosmosDBTrigger } from '../bindings/cosmos-db.ts';
import type { HostedFunction } from '../bindings/functions.ts';
import { nextAttempt } from '../bindings/retry-policy.ts';
import type { Work } from '../invocation.ts';
import type { ListenerContext } from '../listener.ts';
import type { Lease } from './lease.ts';

/** What came of one step: nothing new, documents handled, or the same page again after `delay` milliseconds. */
export type Step =
  | { readonly kind: 'idle' }
  | { readonly kind: 'handled'; readonly documents: number }
  | { readonly kind: 'again'; readonly delay: number };

/** One range of a change feed, read page by page. */
export interface Feed {
  /** Reads a page, hands it to the function, and moves the lease on once it is handled. */
  step(): Promise<Step>;
}

interface Page {
  readonly documents: readonly unknown[];
  readonly continuation: string;
  failures: number;
}

const DEFAULT_PAGE = 100;

/** Starts where the lease says, and for a new lease where the trigger says. */
export function openFeed(
  hosted: HostedFunction<CosmosDBTrigger>,
  container: Container,
  range: FeedRange,
  lease: Lease,
  { invoke, log }: ListenerContext,
): Feed {
  const iterator = container.items.getChangeFeedIterator({
    maxItemCount: hosted.trigger.maxItemsPerInvocation ?? DEFAULT_PAGE,
    changeFeedStartFrom: startOf(hosted.trigger, range, lease),
  });
  let waiting: Page | undefined;

  async function read(): Promise<Page> {
    const { result, continuationToken } = await iterator.readNext();
    return { documents: result ?? [], continuation: continuationToken, failures: 0 };
  }

  /** Whether the page is done with: handled, or given up as Azure gives it up. */
  async function attempt(page: Page): Promise<number | undefined> {
    try {
      await invoke(hosted, input(hosted, page));
      return undefined;
    } catch {
      // The invocation has logged it.
      page.failures++;
      const delay = nextAttempt(hosted.retry, page.failures);
      if (delay === undefined)
        log(
          hosted.name,
          'error',
          `${page.documents.length} changes are passed over after ${page.failures} failed attempts: give the function a retry policy that lasts.`,
        );
      return delay;
    }
  }

  return {
    async step() {
      const page = waiting ?? (await read());
      if (page.documents.length === 0) {
        // The place where a new feed begins is remembered, or a restart would begin later.
        if (lease.continuation === undefined) await lease.checkpoint(page.continuation);
        return { kind: 'idle' };
      }
      const delay = await attempt(page);
      waiting = delay === undefined ? undefined : page;
      if (delay !== undefined) return { kind: 'again', delay };
      await lease.checkpoint(page.continuation);
      return { kind: 'handled', documents: page.documents.length };
    },
  };
}

function startOf({ start }: CosmosDBTrigger, range: FeedRange, { continuation }: Lease): ChangeFeedStartFrom {
  if (continuation !== undefined) return ChangeFeedStartFrom.Continuation(continuation);
  switch (start.from) {
    case 'beginning':
      return ChangeFeedStartFrom.Beginning(range);
    case 'now':
      return ChangeFeedStartFrom.Now(range);
    case 'time':
      return ChangeFeedStartFrom.Time(start.time, range);
  }
}

function input({ trigger, retry }: HostedFunction<CosmosDBTrigger>, { documents, failures }: Page): Work {
  return {
    inputData: [{ name: trigger.bindingName, data: { json: JSON.stringify(documents) } }],
    triggerMetadata: {},
    ...(retry ? { retryContext: { retryCount: failures, maxRetryCount: retry.maxRetryCount } } : {}),
  };
}
