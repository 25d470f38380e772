import type { InvocationContext } from '@azure/functions';
import type { FeedDocument } from '../state/documents.ts';
import { contextOf } from './context.ts';
import type { Runtime } from './runtime.ts';
import { inSpan } from './telemetry/spans.ts';

/** One page of the change feed: its events go to the topic, then lists, change vector and seals follow. A throw brings the page again. */
export async function handleFeed(
  runtime: Runtime,
  documents: readonly unknown[],
  host: InvocationContext,
): Promise<void> {
  const page = documents as readonly FeedDocument[];
  const links = page.map((document) => (document.kind === 'event' ? document.event.traceparent : undefined));
  await inSpan('change feed', { kind: 'internal', links }, async (traceparent) => {
    const { log, state, bus } = contextOf(runtime, host, { correlationId: host.invocationId, traceparent });
    const { published, unreadable } = await state.feedPage(page, (events) => bus.publish(events));
    for (const { tenantId, aggregate, error } of unreadable)
      log.error('a list keeps an old row', { tenant: tenantId, aggregate, error });
    log.debug('change feed', { documents: page.length, published });
  });
}
