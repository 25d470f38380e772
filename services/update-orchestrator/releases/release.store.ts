import * as z from 'zod';
import { defineAggregate } from '../../../shared/state/aggregate.ts';
import { defineList } from '../../../shared/state/lists.ts';
import type { State } from '../../../shared/state/state.ts';
import { type Release, releaseSchema, standOf, stateOf } from './release.ts';

export const releaseAggregate = defineAggregate({ kind: 'release', schemaVersion: 1, schema: releaseSchema });

export const releaseList = defineList({
  name: 'releases',
  of: releaseAggregate,
  columns: ['releasedOn', 'kb', 'kind', 'state', 'test', 'first', 'fast', 'broad', 'eligible', 'updated'],
  search: ['kb', 'releasedOn'],
  row: (release) => ({
    releasedOn: release.releasedOn,
    kb: release.kb,
    kind: release.kind,
    state: stateOf(release),
    test: standOf(release, 'Test').kind,
    first: standOf(release, 'First').kind,
    fast: standOf(release, 'Fast').kind,
    broad: standOf(release, 'Broad').kind,
    eligible: release.history.at(-1)?.eligible ?? 0,
    updated: release.history.at(-1)?.updated ?? 0,
  }),
});

/** Which releases a tenant has, in the order of their coming, so that finding them needs no query. */
export const knownReleases = defineAggregate({
  kind: 'known-releases',
  schemaVersion: 1,
  schema: z.object({
    ids: z.array(z.string()).max(200),
    /** When the tenant was first looked at, in milliseconds since 1970; what was out before is no rollout of ours. */
    since: z.int(),
  }),
});

export const KNOWN_ID = 'releases';
/** Two months, and a few fixes between them. */
const MOST_LOOKED_AT = 5;

/** The releases that can still matter, the oldest first. */
export async function recentReleases(state: State, tenantId: string): Promise<Release[]> {
  const ids = (await state.load(knownReleases, tenantId, KNOWN_ID))?.state.ids ?? [];
  const loaded = await Promise.all(ids.slice(-MOST_LOOKED_AT).map((id) => state.load(releaseAggregate, tenantId, id)));
  return loaded.flatMap((found) => (found ? [found.state] : []));
}
