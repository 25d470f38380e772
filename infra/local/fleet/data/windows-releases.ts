import { z } from 'zod';
import facts from './windows-releases.json' with { type: 'json' };

const release = z.object({
  date: z.iso.date(),
  kb: z.string().nullable(),
  type: z.enum(['B', 'D', 'OOB', 'hotpatch', 'hotpatchOob', 'feature']),
  builds: z.array(z.string().regex(/^\d{5}\.\d+$/)),
});

/** One row of the update history: `builds` are `build.revision`; `kb` is null where only the builds are known. */
export type PublishedRelease = z.infer<typeof release>;

export const publishedReleases: readonly PublishedRelease[] = z.array(release).parse(facts.releases);

const version = z.object({
  version: z.string(),
  product: z.enum(['Windows 10', 'Windows 11']),
  build: z.number(),
  available: z.iso.date(),
  endEnterpriseEducation: z.iso.date().nullable(),
  /** Where Extended Security Updates are sold. */
  esuEndBusiness: z.iso.date().optional(),
});

export type WindowsVersion = z.infer<typeof version>;

export const windowsVersions: readonly WindowsVersion[] = z.array(version).parse(facts.versions);
