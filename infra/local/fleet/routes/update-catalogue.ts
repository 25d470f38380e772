import type { WindowsUpdates } from '@microsoft/microsoft-graph-types-beta';
import { windowsVersions } from '../data/windows-releases.ts';
import { list } from '../graph/list.ts';
import type { Route } from '../graph/route.ts';
import { guidOf } from '../model/identifiers.ts';
import type { Release } from '../model/releases.ts';
import { shape } from '../odata/shape.ts';
import { dateTime } from '../tenant/devices.ts';

/** All that was published on one day for one purpose: what the catalogue calls one quality update. */
interface Entry {
  readonly at: number;
  readonly cadence: 'monthly' | 'outOfBand';
  readonly releases: readonly Release[];
}

const TYPE = 'microsoft.graph.windowsUpdates.qualityUpdateCatalogEntry';

/** A quality update as the deployment service knows it. */
const qualityUpdate = shape<Entry, object, WindowsUpdates.QualityUpdateCatalogEntry & { '@odata.type'?: string }>({
  type: TYPE,
  properties: {},
  beta: {
    '@odata.type': () => `#${TYPE}`,
    id: ({ at, cadence }) => guidOf(`${at}/${cadence}`),
    displayName: (entry) => nameOf(entry),
    shortName: ({ at, cadence }) => `${dateTime(at).slice(0, 7)}${cadence === 'monthly' ? ' B' : ' OOB'}`,
    releaseDateTime: { of: ({ at }) => dateTime(at), filter: ['ge', 'gt', 'le', 'lt'], orderBy: true },
    isExpeditable: ({ cadence }) => cadence === 'monthly',
    qualityUpdateCadence: { of: ({ cadence }) => cadence, filter: ['eq'] },
    qualityUpdateClassification: { of: () => 'security', filter: ['eq'] },
  },
  navigations: [{ name: 'productRevisions', expand: ({ releases }) => releases.map(revisionOf) }],
});

export const updateCatalogue: readonly Route[] = [
  list({
    path: '/admin/windows/updates/catalog/entries',
    since: 'beta',
    permissions: ['WindowsUpdates.ReadWrite.All'],
    throttle: 'intuneConfiguration',
    shape: qualityUpdate,
    rows: ({ tenant, now }) => entriesOf(tenant.fleet.releases.all.filter(({ at }) => at <= now)),
    key: ({ at, cadence }) => at + (cadence === 'monthly' ? 0 : 1),
    page: { usual: 100, most: 100 },
    options: ['$filter', '$expand', '$orderby', '$top', '$skiptoken'],
  }),
];

function entriesOf(releases: readonly Release[]): Entry[] {
  const entries = new Map<string, Release[]>();
  for (const release of releases) {
    if (release.kind !== 'B' && release.kind !== 'OOB') continue;
    const key = `${release.at}/${release.kind}`;
    entries.set(key, [...(entries.get(key) ?? []), release]);
  }
  return [...entries.values()].flatMap((own) => {
    const [first] = own;
    return first
      ? [{ at: first.at, cadence: first.kind === 'B' ? 'monthly' : 'outOfBand', releases: own } as const]
      : [];
  });
}

function nameOf({ at, cadence, releases }: Entry): string {
  const kbs = [...new Set(releases.map(({ kb }) => kb))].join(', ');
  return `${dateTime(at).slice(0, 10)} - ${cadence === 'monthly' ? 'Security Update' : 'Out-of-band Update'} (${kbs})`;
}

function revisionOf({ at, build, revision, kb }: Release): WindowsUpdates.ProductRevision {
  const version = windowsVersions.find((each) => each.build === build);
  const isEleven = build >= 22_000;
  return {
    id: `10.0.${build}.${revision}`,
    displayName: `Windows ${isEleven ? 11 : 10}, version ${version?.version ?? ''}, build ${build}.${revision}`,
    isHotpatchUpdate: false,
    releaseDateTime: dateTime(at),
    product: `Windows ${isEleven ? 11 : 10}`,
    version: version?.version ?? '',
    osBuild: { majorVersion: 10, minorVersion: 0, buildNumber: build, updateBuildRevision: revision },
    knowledgeBaseArticle: { id: kb, url: `https://support.microsoft.com/help/${kb.slice(2)}` },
  };
}
