/** Windows versions by the build that `osVersion` shows. */
export const builds = {
  windows10_22H2: 19_045,
  windows11_23H2: 22_631,
  windows11_24H2: 26_100,
  windows11_25H2: 26_200,
  windows11_26H2: 26_300,
  windows11_26H1: 28_000,
  /** Windows 11 22H2, out of support. */
  unsupported: 22_621,
  insider: 27_959,
} as const;

/** The order is the value of the column `edition`. */
export const editions = ['enterprise', 'pro', 'education', 'ltsc'] as const;

/** The order is the value of the column `join`. */
export const joins = ['entra', 'hybrid', 'coManaged', 'coManagedPartly', 'registered'] as const;

/** `10.0.26200.8655`, as Intune shows it. */
export const osVersion = (build: number, revision: number) => `10.0.${build}.${revision}`;

/** How one build becomes another: within a build, by switching on what is there already, or by a full setup. */
export type Course = 'cumulative' | 'enablement' | 'upgrade';

export function courseOf(from: number, to: number): Course {
  if (from === to) return 'cumulative';
  return SHARED_BRANCH.has(from) && SHARED_BRANCH.has(to) ? 'enablement' : 'upgrade';
}

/** 24H2, 25H2 and 26H2 are one servicing branch with different features switched on. */
const SHARED_BRANCH = new Set<number>([builds.windows11_24H2, builds.windows11_25H2, builds.windows11_26H2]);
