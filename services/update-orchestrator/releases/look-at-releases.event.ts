import type { Context } from '../../../shared/functions/context.ts';
import { loadCrashes } from '../gate/crashes.store.ts';
import { gatedDevices } from '../gate/gated-devices.store.ts';
import { look, superseded, type View } from '../gate/look.ts';
import { background } from '../microsoft.graph.ts';
import { adopt, currentOf, releaseIdOf, takesPlaceOf } from './adopt.ts';
import { KNOWN_ID, knownReleases, recentReleases, releaseAggregate } from './release.store.ts';
import type { PublishedUpdate, Release } from './release.ts';
import { publishedUpdates } from './release-catalogue.graph.ts';

const DAY_MS = 86_400_000;
/** A tenant begins with the last month's release. */
const LOOK_BACK_DAYS = 40;

type TenantContext = Context & { readonly tenantId: string };

/** Takes in what Microsoft has published, and looks at the releases that are under way. */
export async function lookAtReleases(context: TenantContext, timeZone: string): Promise<void> {
  const { state, tenantId, clock } = context;
  await adoptPublished(context);
  const releases = await recentReleases(state, tenantId);
  const view: View = {
    now: clock.now(),
    timeZone,
    devices: await gatedDevices(state, tenantId),
    crashes: await loadCrashes(state, tenantId),
  };
  for (const release of releases)
    if (!release.supersededBy) await change(context, release, (current) => look(current, view));
}

async function adoptPublished(context: TenantContext): Promise<void> {
  const { state, tenantId, clock, actor } = context;
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
    { actor },
  );
}

/** The new one first: whoever comes after a crash finds it, and goes on with what it takes the place of. */
async function adoptOne(context: TenantContext, update: PublishedUpdate, since: number): Promise<void> {
  const { state, tenantId, clock, actor } = context;
  const releases = await recentReleases(state, tenantId);
  const replaced = releases.filter((release) => !release.supersededBy && takesPlaceOf(update, release));
  const made = adopt(update, currentOf(replaced), since, clock.now());
  const key = { tenantId, id: made.state.releaseId };
  const saved = await state.change(releaseAggregate, key, (current) => (current ? undefined : made), {
    actor,
    expect: 'new',
  });
  for (const release of replaced)
    await change(context, release, (current) =>
      current.supersededBy ? undefined : superseded(current, saved.state ?? made.state),
    );
}

/** Decides upon a release that is there; nothing is written when nothing has changed. */
async function change(
  { state, tenantId, actor }: TenantContext,
  { releaseId }: Release,
  decide: (current: Release) => ReturnType<typeof look> | undefined,
): Promise<void> {
  await state.change(
    releaseAggregate,
    { tenantId, id: releaseId },
    (current) => {
      const next = current && decide(current);
      return next && JSON.stringify(next.state) !== JSON.stringify(current) ? next : undefined;
    },
    { actor },
  );
}
