import type { CheckIns } from './check-ins.ts';
import type { Columns } from './columns.ts';

/** What an update policy says; times are days. */
export interface UpdatePolicy {
  /** From the release to the offer. */
  readonly deferralDays: number;
  /** From the offer to the forced restart. */
  readonly deadlineDays: number;
  /** From the installation to the forced restart, at least. */
  readonly graceDays: number;
  /** No new offers before this moment (milliseconds since 1970); what is downloaded still installs. */
  readonly pausedUntil?: number;
  /** Restart-free months for devices that can have them. */
  readonly hotpatch: boolean;
  /** Optional previews are offered too. */
  readonly previews: boolean;
  /** Downloads do not wait for an unmetered link. */
  readonly expedited: boolean;
  /** A feature update: the build to move to. */
  readonly featureBuild?: number;
}

const ring = (deferralDays: number, deadlineDays: number, graceDays: number): UpdatePolicy => ({
  deferralDays,
  deadlineDays,
  graceDays,
  hotpatch: false,
  previews: false,
  expedited: false,
});

/** The four rings of Microsoft Managed Desktop, in the order of the column `policy`. */
export const standardPolicies: readonly UpdatePolicy[] = [ring(0, 0, 0), ring(1, 2, 2), ring(6, 2, 2), ring(9, 5, 2)];

/** Ring names in the same order. */
export const rings = ['Test', 'First', 'Fast', 'Broad'] as const;

export type Ring = (typeof rings)[number];

/** Value of the column `policy` of a device that no policy reaches. */
export const NO_POLICY = 255;

export interface UpdatePolicies {
  /** The latest version of a policy. */
  get(policy: number): UpdatePolicy | undefined;
  /** From `time` on the policy says this, or is no more; a device learns it at its next check-in. */
  set(policy: number, value: UpdatePolicy | undefined, time: number): void;
  /** What each policy said first. */
  first(): ReadonlyMap<number, Version>;
  /** What a device knows of its policy at a moment, and whether that is the latest. */
  known(device: number, time: number): { readonly value: UpdatePolicy | undefined; readonly latest: boolean };
  save(): SavedPolicies;
  restore(saved: SavedPolicies): void;
}

export interface Version {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly value: UpdatePolicy | undefined;
}

export type SavedPolicies = readonly (readonly [number, readonly Version[]])[];

export function createUpdatePolicies(
  columns: Columns,
  checkIns: CheckIns,
  initial: readonly UpdatePolicy[],
): UpdatePolicies {
  const versions = new Map<number, readonly Version[]>(
    initial.map((value, policy) => [policy, [{ from: Number.NEGATIVE_INFINITY, value }]]),
  );
  const of = (policy: number) => versions.get(policy) ?? [];

  return {
    get: (policy) => of(policy).at(-1)?.value,
    set(policy, value, time) {
      if (policy < 0 || policy >= NO_POLICY) throw new RangeError(`A fleet has at most ${NO_POLICY} update policies.`);
      versions.set(policy, [...of(policy), { from: time, value }]);
    },
    known(device, time) {
      const all = of(columns.policy[device] ?? NO_POLICY);
      const last = all.at(-1);
      if (!last || all.length === 1) return { value: last?.value, latest: true };
      const learned = checkIns.previous(device, time);
      const known = all.findLast(({ from }) => from <= learned);
      return { value: known?.value, latest: known === last };
    },
    first: () => new Map([...versions].flatMap(([policy, [first]]) => (first ? [[policy, first]] : []))),
    save: () => [...versions],
    restore(saved) {
      versions.clear();
      for (const [policy, value] of saved) versions.set(policy, value);
    },
  };
}
