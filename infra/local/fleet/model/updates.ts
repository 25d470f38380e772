import type { Columns } from './columns.ts';
import { logNormal } from './distributions.ts';
import { afterOnlineHours, isOnline, nextOnline } from './online-time.ts';
import type { Presence } from './presence.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import type { Release, ReleaseTable } from './releases.ts';
import { restartTime } from './restart-time.ts';
import type { Scans } from './scans.ts';
import { stream } from './streams.ts';
import { DAY, HOUR, MINUTE } from './time.ts';
import type { UpdateFailures } from './update-failures.ts';
import { nextOffer } from './update-offers.ts';
import type { UpdatePolicies } from './update-policies.ts';
import { type Course, courseOf } from './windows.ts';

/** What a device waits for; the order is the value of the column `step`. */
export const steps = ['offer', 'download', 'installation', 'retry', 'restart', 'rollback'] as const;

export type Step = (typeof steps)[number];

export interface Updates {
  /** The moment of the device's next step as things stand; Infinity when nothing is to come. */
  plan(device: number, now: number): number;
  /** The step that has come; returns the moment of the one after it. */
  run(device: number, now: number): number;
}

export interface UpdateParts {
  readonly columns: Columns;
  readonly seed: number;
  readonly presence: Presence;
  readonly scans: Scans;
  readonly releases: ReleaseTable;
  readonly policies: UpdatePolicies;
  readonly failures: UpdateFailures;
  /** A device has restarted with an update. */
  readonly onRestarted: (device: number, now: number) => void;
}

/** Each device on its way from offer to restart. Only this moves a build. */
export function createUpdates(parts: UpdateParts): Updates {
  const { columns, seed, presence, scans, releases, policies, failures, onRestarted } = parts;
  const stepOf = (device: number): Step => steps[columns.step[device] ?? 0] ?? 'offer';
  const targetOf = (device: number): Release | undefined => releases.all[columns.target[device] ?? -1];

  function enter(device: number, step: Step): void {
    columns.step[device] = steps.indexOf(step);
  }

  function chance(device: number, of: number, n = 0): number {
    return rnd(seed, device, of, ((columns.target[device] ?? 0) * 64 + (columns.attempts[device] ?? 0)) * 2 + n);
  }

  function wait(device: number, now: number): number {
    const { value, latest } = policies.known(device, now);
    if (!latest) return scans.next(device, now);
    const offer = value && nextOffer(parts, device, value, now);
    return offer ? scans.next(device, Math.max(offer.from, now)) : Number.POSITIVE_INFINITY;
  }

  function scan(device: number, now: number): number {
    const { value } = policies.known(device, now);
    const offer = value && nextOffer(parts, device, value, now);
    if (!value || !offer || offer.from > now) return wait(device, now);
    columns.target[device] = offer.release.index;
    columns.attempts[device] = 0;
    columns.offeredAt[device] = now;
    enter(device, 'download');
    const { median, sigma, cap } = downloadOf(courseTo(device, offer.release));
    const hours = Math.min(
      logNormal(median, sigma, chance(device, stream.download), chance(device, stream.download, 1)),
      cap,
    );
    return afterOnlineHours(presence, device, now, hours, value.expedited ? 'any' : 'unmetered');
  }

  function install(device: number, now: number, release: Release): number {
    enter(device, 'installation');
    const [shortest, longest] = installationOf(courseTo(device, release));
    const hours = shortest + (longest - shortest) * chance(device, stream.install);
    return afterOnlineHours(presence, device, now, hours);
  }

  function finishInstallation(device: number, now: number, release: Release): number {
    const failure = failures.of(device, release, chance(device, stream.installFailure), courseTo(device, release));
    columns.failure[device] = failure;
    columns.installedAt[device] = now;
    if (failure !== 0) {
      columns.attempts[device] = Math.min((columns.attempts[device] ?? 0) + 1, 63);
      enter(device, 'retry');
      const { retryEarliestHours, retryLatestHours } = rates.updates;
      const hours = retryEarliestHours + (retryLatestHours - retryEarliestHours) * chance(device, stream.retry);
      return nextOnline(presence, device, now + hours * HOUR);
    }
    if (isRestartFree(release)) return finish(device, now, release);
    enter(device, 'restart');
    return restart(device, now);
  }

  function restart(device: number, now: number): number {
    const policy = policies.known(device, now).value;
    const installedAt = columns.installedAt[device] ?? now;
    const deadline = (columns.offeredAt[device] ?? now) + (policy?.deadlineDays ?? 0) * DAY;
    const grace = installedAt + (policy?.graceDays ?? 0) * DAY;
    const begins = restartTime(presence, seed, device, Math.max(installedAt, now), Math.max(deadline, grace));
    const { restartShortestMinutes, restartLongestMinutes } = rates.updates;
    const minutes =
      restartShortestMinutes + (restartLongestMinutes - restartShortestMinutes) * chance(device, stream.restart);
    return begins + minutes * MINUTE;
  }

  function finish(device: number, now: number, release: Release): number {
    const rollback = rollbackChance(courseTo(device, release));
    move(device, now, release.build, release.revision);
    onRestarted(device, now);
    if (chance(device, stream.rollback) >= rollback) return rest(device, now);
    enter(device, 'rollback');
    return nextOnline(
      presence,
      device,
      now + chance(device, stream.rollbackTime) * rates.updates.rollbackLatestHours * HOUR,
    );
  }

  function rollBack(device: number, now: number): number {
    move(device, now, columns.previousBuild[device] ?? 0, columns.previousRevision[device] ?? 0);
    return rest(device, now);
  }

  function move(device: number, now: number, build: number, revision: number): void {
    columns.previousBuild[device] = columns.build[device] ?? 0;
    columns.previousRevision[device] = columns.revision[device] ?? 0;
    columns.build[device] = build;
    columns.revision[device] = revision;
    columns.restartedAt[device] = now;
  }

  function rest(device: number, now: number): number {
    enter(device, 'offer');
    return wait(device, now);
  }

  function go(device: number, now: number, step: Exclude<Step, 'offer'>, release: Release): number {
    switch (step) {
      case 'download':
      case 'retry':
        return install(device, now, release);
      case 'installation':
        return finishInstallation(device, now, release);
      case 'restart':
        return finish(device, now, release);
      case 'rollback':
        return rollBack(device, now);
    }
  }

  const courseTo = (device: number, release: Release) => courseOf(columns.build[device] ?? 0, release.build);

  return {
    plan(device, now) {
      const step = stepOf(device);
      if (step === 'offer') return wait(device, now);
      if (step === 'restart') return restart(device, now);
      return Math.max(columns.stepAt[device] ?? now, now);
    },
    run(device, now) {
      const release = targetOf(device);
      const step = stepOf(device);
      if (step === 'offer' || !release) return scan(device, now);
      // What cut the device off after the step was planned delays it.
      if (step !== 'restart' && !isOnline(presence, device, now - 1)) return nextOnline(presence, device, now + 1);
      return go(device, now, step, release);
    },
  };
}

const isRestartFree = ({ kind }: Release) => kind === 'hotpatch' || kind === 'hotpatchOob';

function downloadOf(course: Course): { readonly median: number; readonly sigma: number; readonly cap: number } {
  const { downloadMedianHours, downloadSigma: sigma, downloadCapHours: cap, upgrade } = rates.updates;
  return { median: course === 'upgrade' ? upgrade.downloadMedianHours : downloadMedianHours, sigma, cap };
}

function installationOf(course: Course): readonly [number, number] {
  const { installShortestHours, installLongestHours, upgrade } = rates.updates;
  if (course === 'upgrade') return [upgrade.installShortestHours, upgrade.installLongestHours];
  return [installShortestHours, installLongestHours];
}

function rollbackChance(course: Course): number {
  const { rollbackByRecovery, rollbackByUser, upgrade } = rates.updates;
  return course === 'upgrade' ? upgrade.rollback : rollbackByRecovery + rollbackByUser;
}
