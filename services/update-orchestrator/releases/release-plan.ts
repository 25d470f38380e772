import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import type { Plan } from '../../../shared/contracts/http/approvals.ts';
import { ringDone, ringNotHeld } from '../errors.ts';
import type { GatedDevice } from '../gate/gated-device.ts';
import { hitDevices } from '../gate/verdict.ts';
import { isFor, type Release, ringsWithout, runs, standOf } from './release.ts';

/** What a person does to a release. */
export type Deed = 'pause' | 'resume';

/** Rings, of those that are asked for, to which it can be done. Throws when there are none. */
export function ringsOf(deed: Deed, release: Release, asked: readonly Ring[]): Ring[] {
  const { stages, pauses, supersededBy } = release;
  const can =
    deed === 'pause'
      ? ringsWithout(release).filter((ring) => stages[ring].kind !== 'superseded')
      : // Its pauses have gone on to what took its place.
        RINGS.filter((ring) => !supersededBy && (pauses[ring] || stages[ring].kind === 'held'));
  const rings = can.filter((ring) => asked.includes(ring));
  if (rings.length === 0) throw deed === 'pause' ? ringDone() : ringNotHeld();
  return rings;
}

/**
 * What it would do: its devices are those that are kept from the release, or may get it. When a ring has moved on, or another
 * device was hit, it is another plan.
 */
export function planOf(deed: Deed, release: Release, rings: readonly Ring[], devices: readonly GatedDevice[]): Plan {
  const without = ownOf(release, rings, devices).filter(({ sighting }) => !runs(release, sighting.osVersion));
  return {
    action: `${deed}-release`,
    devices: without.map(({ deviceId }) => deviceId).sort(),
    calls: { updatePolicy: rings.length },
    seconds: 60,
    risks: risksOf(deed, release, rings),
    basis: {
      release: release.releaseId,
      rings: rings.map((ring) => `${ring}:${standOf(release, ring).kind}`).join(' '),
      hit: String(hitDevices(release.verdict?.evidence.cells ?? [])),
    },
  };
}

/** How far each of the rings is. */
export const reachOf = (release: Release, rings: readonly Ring[], devices: readonly GatedDevice[]) =>
  rings.map((ring) => {
    const own = ownOf(release, [ring], devices);
    return {
      ring,
      devices: own.length,
      updated: own.filter(({ sighting }) => runs(release, sighting.osVersion)).length,
    };
  });

function risksOf(deed: Deed, { kb, hold, verdict }: Release, rings: readonly Ring[]): string[] {
  const names = rings.join(', ');
  if (deed === 'pause')
    return [
      `${names} will not get ${kb}, nor what is in it against attacks, until somebody resumes it.`,
      'Devices that have it keep it. The others hear of the hold within 8 hours; until then they may begin to install.',
    ];
  const hit = hitDevices(verdict?.evidence.cells ?? []);
  return [
    `${names} will get ${kb} when the gate opens them.`,
    ...(hold ? [hold.sentence] : []),
    ...(hit > 0 ? [`The gate halts it again only when more than the ${hit} devices that are known now are hit.`] : []),
  ];
}

/** Devices of the rings for which there is such an update. */
const ownOf = (release: Release, rings: readonly Ring[], devices: readonly GatedDevice[]) =>
  devices.filter(({ ring, sighting }) => ring && rings.includes(ring) && isFor(release, sighting.osVersion));
