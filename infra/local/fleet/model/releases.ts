import { nextPatchTuesday } from '../../../../shared/time/patch-tuesday.ts';
import { momentOf } from '../../../../shared/time/zones.ts';
import {
  type PublishedRelease,
  publishedReleases,
  type WindowsVersion,
  windowsVersions,
} from '../data/windows-releases.ts';
import { rates } from './rates/rates.ts';
import { DAY } from './time.ts';

/** What a device can install: one KB for one build. */
export interface Release {
  /** Its place in the list; a device's target is one of these. */
  readonly index: number;
  readonly kind: PublishedRelease['type'];
  /** When it is first offered (milliseconds since 1970). */
  readonly at: number;
  readonly kb: string;
  readonly build: number;
  readonly revision: number;
  /**
   * Of an update that comes with a restart and without: the revision of the baseline that the restart-free form builds
   * upon.
   */
  readonly hotpatchBaseline?: number;
  /** No published source names it: its month lies after the data, or its KB number was not found. */
  readonly synthetic: boolean;
}

/** All releases in the order of their time, and those of each build. */
export interface ReleaseTable {
  readonly all: readonly Release[];
  /** Releases of a build, oldest first. */
  ofBuild(build: number): readonly Release[];
  /** The latest monthly security release of a build before a moment, `months` months earlier if asked. */
  latestSecurity(build: number, before: number, months?: number): Release | undefined;
}

type Draft = Omit<Release, 'index' | 'hotpatchBaseline'>;

/** The published releases, and from there on a security release each month until two years after `start`. */
export function releaseTable(start: number): ReleaseTable {
  const published = publishedReleases.flatMap(draftsOf);
  const end = Math.max(start, published.at(-1)?.at ?? start) + HORIZON_MS;
  const drafts = [...published, ...windowsVersions.flatMap((version) => future(version, published, end))];
  drafts.sort((a, b) => a.at - b.at || a.build - b.build || a.revision - b.revision);
  const all = drafts.map((draft, index): Release => ({ index, ...draft, ...baselineOf(draft, drafts) }));
  const byBuild = new Map<number, readonly Release[]>();
  for (const release of all) byBuild.set(release.build, [...(byBuild.get(release.build) ?? []), release]);
  const ofBuild = (build: number) => byBuild.get(build) ?? [];
  return {
    all,
    ofBuild,
    latestSecurity: (build, before, months = 0) =>
      ofBuild(build)
        .filter(({ kind, at }) => kind === 'B' && at < before)
        .at(-1 - months),
  };
}

const isHotpatch = ({ kind }: Draft) => kind === 'hotpatch' || kind === 'hotpatchOob';

/** A month is a baseline for its quarter when it has no restart-free update of its own. */
function baselineOf({ at, build }: Draft, drafts: readonly Draft[]): { readonly hotpatchBaseline?: number } {
  const ofBuild = drafts.filter((draft) => draft.build === build);
  const withHotpatch = new Set(ofBuild.filter(isHotpatch).map((draft) => draft.at));
  if (!withHotpatch.has(at)) return {};
  const baseline = ofBuild.filter((draft) => draft.kind === 'B' && draft.at < at && !withHotpatch.has(draft.at)).at(-1);
  return baseline ? { hotpatchBaseline: baseline.revision } : {};
}

const REDMOND = 'America/Los_Angeles';

function draftsOf(row: PublishedRelease): Draft[] {
  const [year = 0, month = 0, day = 0] = row.date.split('-').map(Number);
  const at = momentOf({ year, month, day, hour: rates.updates.releaseHourPacific, minute: 0 }, REDMOND);
  return row.builds.map((text) => {
    const [build = 0, revision = 0] = text.split('.').map(Number);
    return { kind: row.type, at, kb: row.kb ?? inventedKb(at, build), build, revision, synthetic: row.kb === null };
  });
}

const HORIZON_MS = 2 * 365 * DAY;

/** About what a month of fixes adds. */
const REVISIONS_A_MONTH = 128;

function future(version: WindowsVersion, published: readonly Draft[], horizon: number): Draft[] {
  const { build, esuEndBusiness, endEnterpriseEducation } = version;
  const supportEnds = esuEndBusiness ?? endEnterpriseEducation;
  const end = supportEnds ? Math.min(horizon, Date.parse(supportEnds) + DAY) : horizon;
  const last = published.filter((draft) => draft.build === build && draft.kind !== 'D').at(-1);
  if (!last) return [];
  const drafts: Draft[] = [];
  let { revision } = last;
  for (let at = nextPatchTuesday(last.at); at < end; at = nextPatchTuesday(at)) {
    revision += REVISIONS_A_MONTH;
    drafts.push({ kind: 'B', at, kb: inventedKb(at, build), build, revision, synthetic: true });
  }
  return drafts;
}

/** Builds of one servicing branch share their KB. */
const BRANCHES = [[19_045], [22_631], [26_100, 26_200, 26_300], [28_000]];

function inventedKb(at: number, build: number): string {
  const branch = BRANCHES.findIndex((builds) => builds.includes(build));
  const date = new Date(at);
  const month = (date.getUTCFullYear() - 2026) * 12 + date.getUTCMonth();
  return `KB59${String(month * 10 + branch).padStart(5, '0')}`;
}
