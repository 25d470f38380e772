import { updateErrors } from '../data/update-errors.ts';
import type { Columns } from './columns.ts';
import { choose } from './distributions.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import type { Release } from './releases.ts';
import { stream } from './streams.ts';
import type { Course } from './windows.ts';

/** Raises how often an update fails, with an error of its own. */
export interface FailureCause {
  hits(device: number, release: Release): boolean;
  readonly share: number;
  readonly code: string;
}

export interface UpdateFailures {
  /** What an installation ends with: 0 for success, else one more than the error's place in `updateErrors`. */
  of(device: number, release: Release, chance: number, course: Course): number;
}

export function createUpdateFailures(columns: Columns, seed: number, causes: readonly FailureCause[]): UpdateFailures {
  function cause(device: number, course: Course): number {
    if (isFull(device)) return failureOf('0x80070070');
    if (isHard(device)) return failureOf(draw(device, 1) < 0.5 ? '0x800F0831' : '0x80073712');
    const phase = course === 'upgrade' ? 'setup' : 'install';
    const candidates = updateErrors.filter((error) => error.phase === phase);
    const error =
      candidates[
        choose(
          candidates.map(({ weight }) => weight),
          draw(device, 2),
        )
      ];
    return error ? updateErrors.indexOf(error) + 1 : 0;
  }

  /** The damage of a device does not change from month to month, until it is repaired. */
  const isHard = (device: number) => draw(device, 0) < rates.updates.hardFailure;
  const isFull = (device: number) => (columns.freeGigabytes[device] ?? 0) < 1;
  const draw = (device: number, n: number) =>
    rnd(seed, device, stream.hardFailure, (columns.repairs[device] ?? 0) * 4 + n);

  return {
    of(device, release, chance, course) {
      const fault = causes.find((candidate) => candidate.hits(device, release) && chance < candidate.share);
      if (fault) return failureOf(fault.code);
      const stillDamaged = (columns.failure[device] ?? 0) !== 0 && (isHard(device) || isFull(device));
      return stillDamaged || chance < failureShare(course) ? cause(device, course) : 0;
    },
  };
}

/** The value of the column `failure` for an error code. */
export const failureOf = (code: string) => updateErrors.findIndex((error) => error.code === code) + 1;

function failureShare(course: Course): number {
  const { installFailure, enablement, upgrade } = rates.updates;
  switch (course) {
    case 'cumulative':
      return installFailure;
    case 'enablement':
      return enablement.failure;
    case 'upgrade':
      return upgrade.failure;
  }
}
