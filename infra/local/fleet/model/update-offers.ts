import type { Columns } from './columns.ts';
import { has } from './protection.ts';
import { rates } from './rates/rates.ts';
import type { Release, ReleaseTable } from './releases.ts';
import { DAY } from './time.ts';
import type { UpdatePolicy } from './update-policies.ts';
import { builds, courseOf, editions } from './windows.ts';

/** A release and the moment from which a device may be offered it. */
export interface Offer {
  readonly release: Release;
  readonly from: number;
}

/** What a policy offers a device next: the newest release that is due, else the first that will be. */
export function nextOffer(
  columns: Columns,
  releases: ReleaseTable,
  device: number,
  policy: UpdatePolicy,
  now: number,
): Offer | undefined {
  if (policy.paused || editions[columns.edition[device] ?? 0] === 'ltsc') return undefined;
  const feature = featureOffer(columns, releases, device, policy, now);
  if (feature && feature.from <= now) return feature;
  const quality = qualityOffer(columns, releases, device, policy, now);
  return feature && (!quality || feature.from < quality.from) ? feature : quality;
}

function qualityOffer(
  columns: Columns,
  releases: ReleaseTable,
  device: number,
  policy: UpdatePolicy,
  now: number,
): Offer | undefined {
  const revision = columns.revision[device] ?? 0;
  const delay = policy.deferralDays * DAY;
  const list = releases.ofBuild(columns.build[device] ?? 0);
  let due: Release | undefined;
  for (const release of list) {
    if (release.revision <= revision || !isMeantFor(columns, device, policy, release)) continue;
    if (release.at + delay > now)
      return due ? { release: due, from: due.at + delay } : { release, from: release.at + delay };
    due = release;
  }
  return due && { release: due, from: due.at + delay };
}

function isMeantFor(columns: Columns, device: number, policy: UpdatePolicy, release: Release): boolean {
  switch (release.kind) {
    case 'B':
    case 'OOB':
      return true;
    case 'D':
      return policy.previews;
    case 'hotpatch':
    case 'hotpatchOob':
      return policy.hotpatch && has(columns, device, 'vbs');
    case 'feature':
      return false;
  }
}

function featureOffer(
  columns: Columns,
  releases: ReleaseTable,
  device: number,
  policy: UpdatePolicy,
  now: number,
): Offer | undefined {
  const { featureBuild } = policy;
  const build = columns.build[device] ?? 0;
  if (featureBuild === undefined || featureBuild <= build || !canUpgrade(columns, device, build, featureBuild))
    return undefined;
  const list = releases.ofBuild(featureBuild).filter(({ kind }) => kind === 'B' || kind === 'feature');
  const release = list.findLast(({ at }) => at <= now) ?? list[0];
  return release && { release, from: release.at };
}

function canUpgrade(columns: Columns, device: number, from: number, to: number): boolean {
  if (to === builds.windows11_26H1) return false;
  if (courseOf(from, to) !== 'upgrade') return true;
  const room = (columns.freeGigabytes[device] ?? 0) >= rates.updates.upgrade.freeGigabytes;
  return (
    room &&
    has(columns, device, 'tpm2') &&
    has(columns, device, 'secureBoot') &&
    has(columns, device, 'windows11Capable')
  );
}
