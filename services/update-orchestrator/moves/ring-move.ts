import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import type { Plan } from '../../../shared/contracts/http/approvals.ts';
import type { Device } from '../devices/device.ts';
import type { GatedDevice } from '../gate/gated-device.ts';
import type { Release } from '../releases/release.ts';
import { statusOf } from '../status/update-status.ts';

export type MoveTarget = Ring | 'Automatic';

/** What a move would do: which devices, how many calls, what it risks. The basis voids it when a device is placed elsewhere meanwhile. */
export function planOf(devices: readonly Device[], target: MoveTarget): Plan {
  const sorted = devices.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
  const moving = sorted.filter(({ placement }) => placement?.ring !== target);
  const leaving = moving.filter(({ placement }) => placement !== null);
  return {
    action: 'move-devices',
    devices: sorted.map(({ deviceId }) => deviceId),
    calls: target === 'Automatic' ? {} : { addMember: moving.length, removeMember: leaving.length },
    seconds: Math.ceil(moving.length / 20) * 2,
    risks: target === 'Test' ? ['Devices in Test get every update first, and are exempt from the goals.'] : [],
    basis: { target, placements: fingerprint(sorted) },
  };
}

/** What the devices will notice. */
export function forecastOf(devices: readonly Device[], target: MoveTarget, release: Release | undefined): string[] {
  const moving = devices.filter(({ placement }) => placement?.ring !== target).length;
  if (target === 'Automatic')
    return [`The service may place ${devices.length} devices again; they stay where they are until then.`];
  const lines = [`${moving} of ${devices.length} devices move to ${target}; it takes effect within 24 hours.`];
  if (!release) return lines;
  const stage = release.stages[target];
  if (stage.kind === 'open') lines.push(`${target} has ${release.kb}: devices without it install it and restart.`);
  else lines.push(`${target} does not have ${release.kb} yet: devices that run it keep it.`);
  return lines;
}

/** Devices of each ring, now and when all of these are there. */
export function ringsAfter(
  devices: readonly Device[],
  target: MoveTarget,
  before: Readonly<Record<Ring, number>>,
): { readonly ring: Ring; readonly before: number; readonly after: number }[] {
  const moving = devices.filter(({ placement }) => target !== 'Automatic' && placement?.ring !== target);
  return RINGS.map((ring) => {
    const leaving = moving.filter(({ placement }) => placement?.ring === ring).length;
    const coming = ring === target ? moving.length : 0;
    return { ring, before: before[ring], after: before[ring] - leaving + coming };
  });
}

interface Moment {
  readonly release: Release | undefined;
  /** Those that have been seen. */
  readonly gated: readonly GatedDevice[];
  readonly now: number;
}

/** Device by device: where it comes from, and how it will stand with the release that is under way. */
export function movesOf(devices: readonly Device[], target: MoveTarget, { release, gated, now }: Moment) {
  const seen = new Map(gated.map((each) => [each.deviceId, each]));
  return devices
    .toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1))
    .map(({ deviceId, name, placement }) => {
      const from = placement?.ring ?? null;
      const ring = target === 'Automatic' ? from : target;
      const device = seen.get(deviceId);
      const sentence = !release
        ? 'No release is under way.'
        : device
          ? statusOf({ ...device, ring }, release, now).reason
          : 'It has not checked in yet.';
      return { deviceId, name, from, sentence };
    });
}

/** Short, and another one when any of them is elsewhere. */
function fingerprint(devices: readonly Device[]): string {
  return RINGS.map((ring) => {
    const own = devices.filter(({ placement }) => placement?.ring === ring);
    const sum = own.reduce((hash, { deviceId }) => (hash * 31 + codeOf(deviceId)) % 1_000_000_007, 7);
    return `${ring}:${own.length}:${sum}`;
  }).join(' ');
}

function codeOf(text: string): number {
  let code = 0;
  for (const letter of text) code = (code * 33 + letter.charCodeAt(0)) % 1_000_000_007;
  return code;
}
