import { type Graph, graphOf } from '../../shared/graph/graph.ts';
import { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
import { graphSettings } from '../../shared/graph/settings.ts';

/** Graph for work that nobody waits for. The reason is what Intune shows to its administrators. */
export function background(context: Parameters<typeof graphOf>[0], reason: string): Graph {
  return graphOf(context, { lane: 'background', reason });
}

/** What the service shows of itself towards Microsoft, and the settings that it needs for it. */
export const microsoft = { access: microsoftAccess, settings: graphSettings };
