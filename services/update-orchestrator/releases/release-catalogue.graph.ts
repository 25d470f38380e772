import * as z from 'zod';
import type { Graph } from '../../../shared/graph/graph.ts';
import { odata, withQuery } from '../../../shared/graph/reading/odata.ts';
import type { PublishedUpdate } from './release.ts';

const TYPE = 'microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry';

const revision = z.looseObject({
  id: z.string().max(32),
  releaseDateTime: z.iso.datetime({ offset: true }),
  knowledgeBaseArticle: z.looseObject({ id: z.string().max(16) }).nullish(),
});

const entryBody = z.looseObject({
  releaseDateTime: z.iso.datetime({ offset: true }),
  qualityUpdateCadence: z.string(),
  productRevisions: z.array(revision).default([]),
});

const PATH: `/${string}` = withQuery('/admin/windows/updates/catalog/entries', {
  filter: odata`isof(${TYPE})`,
  expand: `${TYPE}/productRevisions`,
});

/** Monthly and out-of-band updates since a moment, the oldest first. Previews are none of them. */
export async function publishedUpdates(graph: Graph, since: number): Promise<PublishedUpdate[]> {
  const updates: PublishedUpdate[] = [];
  for await (const { items } of graph.pages({ api: 'graph', version: 'beta', path: PATH }))
    for (const item of items) {
      const entry = entryBody.safeParse(item).data;
      const kind = entry && KINDS[entry.qualityUpdateCadence];
      const at = Date.parse(entry?.releaseDateTime ?? '');
      if (!entry || !kind || at < since || entry.productRevisions.length === 0) continue;
      const kbs = entry.productRevisions.flatMap(({ knowledgeBaseArticle }) => knowledgeBaseArticle?.id ?? []);
      updates.push({ kind, at, kbs: [...new Set(kbs)], builds: entry.productRevisions.map(({ id }) => id) });
    }
  return updates.sort((a, b) => a.at - b.at);
}

const KINDS: Readonly<Record<string, PublishedUpdate['kind']>> = { monthly: 'quality', outOfBand: 'out-of-band' };
