import { optionsOf } from '../../../shared/functions/cause.ts';
import type { TenantContext } from '../../../shared/functions/context.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { loadCrashes } from '../gate/crashes.store.ts';
import { gatedDevices } from '../gate/gated-devices.store.ts';
import { type Looked, look, type View } from '../gate/look.ts';
import { background } from '../microsoft.graph.ts';
import { adopt, carryPauses, currentOf, releaseIdOf, superseded, takesPlaceOf } from './adopt.ts';
import { KNOWN_ID, knownReleases, recentReleases, releaseAggregate } from './release.store.ts';
import type { PublishedUpdate, Release } from './release.ts';
import { publishedUpdates } from './release-catalogue.graph.ts';

/** A tenant begins with the last month's release. */
const LOOK_BACK_DAYS = 40;

/** Takes in what Microsoft has published, and looks at the releases that are under way. */
export async function lookAtReleases(context: TenantContext, timeZone: string): Promise<void> {
  const { state, tenantId, clock } = context;
  await adoptPublished(context);
  const view = {
    now: clock.now(),
    timeZone,
    devices: await gatedDevices(state, tenantId),
    crashes: await loadCrashes(state, tenantId),
  };
  // The newest first: what a release is held for may be over once the one after it has opened a ring.
  let followers: readonly Release[] = [];
  for (const release of (await recentReleases(state, tenantId)).toReversed()) {
    const seen: View = { ...view, followers: release.supersededBy ? followers : [] };
    const looked = await change(context, release, (current) => look(current, seen));
    followers = [looked ?? release, ...followers];
  }
}

async function adoptPublished(context: TenantContext): Promise<void> {
  const { state, tenantId, clock } = context;
  const now = clock.now();
  const graph = background(context, 'looking for new Windows updates');
  const updates = await publishedUpdates(graph, now - LOOK_BACK_DAYS * DAY_MS);
  const known = (await state.load(knownReleases, tenantId, KNOWN_ID))?.state ?? { ids: [], since: now };
  const news = updates.filter((update) => !known.ids.includes(releaseIdOf(update)));
  if (news.length === 0) return;
  for (const update of news) await adoptOne(context, update, known.since);
  const ids = news.map(releaseIdOf);
  await state.change(
    knownReleases,
    { tenantId, id: KNOWN_ID },
    (current = known) => ({
      state: {
        since: current.since,
        ids: [...current.ids, ...ids.filter((id) => !current.ids.includes(id))].slice(-200),
      },
    }),
    optionsOf(context),
  );
}

/** The new one first: whoever comes after a crash finds it, and goes on with what it takes the place of. */
async function adoptOne(context: TenantContext, update: PublishedUpdate, since: number): Promise<void> {
  const { state, tenantId, clock } = context;
  const releases = await recentReleases(state, tenantId);
  const replaced = releases.filter((release) => !release.supersededBy && takesPlaceOf(update, release));
  const made = adopt(update, currentOf(replaced), since, clock.now());
  const key = { tenantId, id: made.state.releaseId };
  const options = { ...optionsOf(context), expect: 'new' } as const;
  await state.change(releaseAggregate, key, (current) => (current ? undefined : made), options);
  for (const release of replaced) {
    const old = await change(context, release, (current) =>
      current.supersededBy ? undefined : superseded(current, made.state),
    );
    // Somebody may have paused it while the new one was made.
    if (old) await change(context, made.state, (current) => carryPauses(current, old));
  }
}

/** Decides upon a release that is there; nothing is written when nothing has changed. Returns it as it is then. */
async function change(
  context: TenantContext,
  { releaseId }: Release,
  decide: (current: Release) => Omit<Looked, 'events'> | Looked | undefined,
): Promise<Release | undefined> {
  const { state, tenantId } = context;
  const { state: release } = await state.change(
    releaseAggregate,
    { tenantId, id: releaseId },
    (current) => {
      const next = current && decide(current);
      return next && JSON.stringify(next.state) !== JSON.stringify(current) ? next : undefined;
    },
    optionsOf(context),
  );
  return release;
}
