import { type Graph, graphOf } from '../../shared/graph/graph.ts';
import { microsoftAccess } from '../../shared/graph/microsoft-access.ts';
import { graphSettings } from '../../shared/graph/settings.ts';

/** Graph and Defender in the lane that overtakes all others. The reason is what Microsoft shows to its administrators. */
export const urgent = (context: Parameters<typeof graphOf>[0], reason: string): Graph =>
  graphOf(context, { lane: 'security', reason });

/** What the service shows of itself towards Microsoft, and the settings that it needs for it. */
export const microsoft = { access: microsoftAccess, settings: graphSettings };
