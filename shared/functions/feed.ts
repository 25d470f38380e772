import type { InvocationContext } from '@azure/functions';
import type { FeedDocument } from '../state/documents.ts';
import { contextOf } from './context.ts';
import type { Runtime } from './runtime.ts';
import { inSpan } from './telemetry/spans.ts';

/** What is published later than this after it was decided is worth waking somebody for; an alert watches for the line. */
const LATE_MS = 15 * 60_000;

/** One page of the change feed: its events go to the topic, then lists, change vector and seals follow. A throw brings the page again. */
export async function handleFeed(
  runtime: Runtime,
  documents: readonly unknown[],
  host: InvocationContext,
): Promise<void> {
  const page = documents as readonly FeedDocument[];
  const links = page.map((document) => (document.kind === 'event' ? document.event.traceparent : undefined));
  await inSpan('change feed', { kind: 'internal', links }, async (traceparent) => {
    const { log, state, bus, clock } = contextOf(runtime, host, { correlationId: host.invocationId, traceparent });
    const { published, unreadable } = await state.feedPage(page, (events) => bus.publish(events));
    for (const { tenantId, aggregate, error } of unreadable)
      log.error('a list keeps an old row', { tenant: tenantId, aggregate, error });
    const lagMs = clock.now() - oldestOf(page);
    if (lagMs > LATE_MS) log.error('the change feed is late', { lagSeconds: Math.round(lagMs / 1000) });
    log.debug('change feed', { documents: page.length, published });
  });
}

/** When the oldest event of a page was decided, in milliseconds since 1970; Infinity without events. */
function oldestOf(page: readonly FeedDocument[]): number {
  return Math.min(...page.map((document) => (document.kind === 'event' ? Date.parse(document.event.time) : Infinity)));
}
