import type { Columns } from './columns.ts';
import { has } from './protection.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import type { Release, ReleaseTable } from './releases.ts';
import { safeguardHoldOf } from './safeguard-holds.ts';
import { stream } from './streams.ts';
import { DAY } from './time.ts';
import type { UpdatePolicy } from './update-policies.ts';
import { builds, courseOf, editions } from './windows.ts';

/** A release and the moment from which a device may be offered it. */
export interface Offer {
  readonly release: Release;
  readonly from: number;
}

export interface OfferParts {
  readonly columns: Columns;
  readonly releases: ReleaseTable;
  readonly seed: number;
}

/** What a policy offers a device next: the newest release that is due once no pause holds it, else the first that will be. */
export function nextOffer(parts: OfferParts, device: number, policy: UpdatePolicy, now: number): Offer | undefined {
  const opens = Math.max(now, policy.pausedUntil ?? now);
  const offer = offerAt(parts, device, policy, opens);
  return offer && { ...offer, from: Math.max(offer.from, opens) };
}

function offerAt(parts: OfferParts, device: number, policy: UpdatePolicy, now: number): Offer | undefined {
  if (editions[parts.columns.edition[device] ?? 0] === 'ltsc') return undefined;
  const feature = featureOffer(parts, device, policy, now);
  if (feature && feature.from <= now) return feature;
  const quality = qualityOffer(parts, device, policy, now);
  return feature && (!quality || feature.from < quality.from) ? feature : quality;
}

function qualityOffer(parts: OfferParts, device: number, policy: UpdatePolicy, now: number): Offer | undefined {
  const { columns, releases } = parts;
  const revision = columns.revision[device] ?? 0;
  const delay = policy.deferralDays * DAY;
  let due: Offer | undefined;
  for (const release of releases.ofBuild(columns.build[device] ?? 0)) {
    if (release.revision <= revision || !isMeantFor(parts, device, policy, release)) continue;
    const offer = { release, from: release.at + delay };
    if (offer.from > now) return due ?? offer;
    due = offer;
  }
  return due;
}

function isMeantFor(parts: OfferParts, device: number, policy: UpdatePolicy, release: Release): boolean {
  switch (release.kind) {
    case 'B':
    case 'OOB':
      return !isRestartFree(parts, device, policy, release);
    case 'hotpatch':
    case 'hotpatchOob':
      return isRestartFree(parts, device, policy, release);
    case 'D':
      return policy.previews && rnd(parts.seed, device, stream.preview, release.index) < rates.updates.previewTakers;
    case 'feature':
      return false;
  }
}

/** Whether a device takes the restart-free form of an update; the others take the full one. */
function isRestartFree({ columns }: OfferParts, device: number, policy: UpdatePolicy, release: Release): boolean {
  const { hotpatchBaseline = Number.POSITIVE_INFINITY } = release;
  return policy.hotpatch && has(columns, device, 'vbs') && (columns.revision[device] ?? 0) >= hotpatchBaseline;
}

function featureOffer(parts: OfferParts, device: number, policy: UpdatePolicy, now: number): Offer | undefined {
  const { columns, releases, seed } = parts;
  const { featureBuild } = policy;
  const build = columns.build[device] ?? 0;
  if (featureBuild === undefined || featureBuild <= build || !canUpgrade(columns, device, build, featureBuild))
    return undefined;
  const list = releases.ofBuild(featureBuild).filter(({ kind }) => kind === 'B' || kind === 'feature');
  const [first] = list;
  if (!first) return undefined;
  const hold = safeguardHoldOf(seed, featureBuild, first.at);
  const from = hold?.models.has(columns.model[device] ?? 0) ? hold.until : first.at;
  return { release: list.findLast(({ at }) => at <= now) ?? first, from };
}

function canUpgrade(columns: Columns, device: number, from: number, to: number): boolean {
  if (to === builds.windows11_26H1) return false;
  if (courseOf(from, to) !== 'upgrade') return true;
  const room = (columns.freeGigabytes[device] ?? 0) >= rates.updates.upgrade.freeGigabytes;
  const hardware = (['tpm2', 'secureBoot', 'windows11Capable'] as const).every((need) => has(columns, device, need));
  return room && hardware;
}
