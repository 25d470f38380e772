import { profileOfTag } from '../devices/group-tag.ts';
import type { Observed } from '../devices/observed.ts';
import { isPlaceholderSerial } from '../devices/serial-number.ts';
import type { Enrolment, Identity, Sighting } from './sighting.ts';

/** A device of the list, as far as it takes to find it again. */
export interface KnownDevice extends Observed {
  readonly id: string;
  readonly serialNumber: string | null;
}

/** One reading of Autopilot and Intune. */
export interface Reading {
  readonly identities: readonly Identity[];
  readonly enrolments: readonly Enrolment[];
  /** Whether Intune was read whole, so that what is not listed is not there. */
  readonly isWhole: boolean;
}

export interface Joined {
  /** Of every known device, in their order. */
  readonly sighted: readonly { readonly device: KnownDevice; readonly sighting: Sighting }[];
  /** Registered by others for the service: under one of its tags. */
  readonly newcomers: readonly Sighting[];
}

/** Finds each device in both lists: by the ids they were known by, else by serial number, unless that is a placeholder. */
export function join(known: readonly KnownDevice[], { identities, enrolments, isWhole }: Reading): Joined {
  const byId = new Map(identities.map((identity) => [identity.id, identity]));
  const bySerial = new Map(identities.toReversed().flatMap((each) => serialOf(each).map((serial) => [serial, each])));
  const enrolmentOf = enrolmentFinder(enrolments, isWhole);
  const sighted = known.map((device) => {
    const bySerialNumber = serialOf(device).map((serial) => bySerial.get(serial))[0];
    const identity = byId.get(device.autopilotDeviceId ?? '') ?? bySerialNumber ?? null;
    return { device, sighting: { identity, enrolment: enrolmentOf(identity, device) } };
  });
  const taken = new Set(sighted.map(({ sighting }) => sighting.identity?.id));
  const awaited = new Set(
    known.filter(({ state }) => state === 'registration-pending').map(({ serialNumber }) => serialNumber),
  );
  const newcomers = identities
    .filter(({ id, groupTag }) => !taken.has(id) && profileOfTag(groupTag ?? ''))
    // Under a placeholder it may be one that is being imported right now; the import will say which.
    .filter((identity) => serialOf(identity).length > 0 || !awaited.has(identity.serialNumber))
    .map((identity) => ({ identity, enrolment: enrolmentOf(identity) }));
  return { sighted, newcomers };
}

/** A serial number, if it is one that names a device. */
function serialOf({ serialNumber }: { readonly serialNumber: string | null }): string[] {
  return serialNumber === null || isPlaceholderSerial(serialNumber) ? [] : [serialNumber];
}

type Names = Pick<KnownDevice, 'serialNumber' | 'managedDeviceId' | 'entraDeviceId'>;

/** A device that enrolled again may have left older records behind: the last to check in is the living one. */
function enrolmentFinder(enrolments: readonly Enrolment[], isWhole: boolean) {
  // Parsed once: in a comparison of a sort it would be done ten times for every device.
  const checkIns = new Map(enrolments.map((each) => [each, Date.parse(each.lastCheckIn)]));
  const checkInOf = (each: Enrolment) => checkIns.get(each) ?? 0;
  const byName = new Map<string, Enrolment>();
  for (const each of enrolments)
    for (const name of namesOfEnrolment(each)) {
      const other = byName.get(name);
      if (!other || checkInOf(other) <= checkInOf(each)) byName.set(name, each);
    }
  const none: Sighting['enrolment'] = { kind: isWhole ? 'gone' : 'not-read' };

  return (...of: (Names | null)[]): Sighting['enrolment'] => {
    let last: Enrolment | undefined;
    for (const names of of)
      for (const name of names ? namesOf(names) : []) {
        const found = byName.get(name);
        if (found && (!last || checkInOf(found) > checkInOf(last))) last = found;
      }
    return last ? { kind: 'listed', device: last } : none;
  };
}

function namesOf({ managedDeviceId, entraDeviceId, ...serial }: Names): string[] {
  return [
    ...(managedDeviceId === null ? [] : [`intune/${managedDeviceId}`]),
    ...(entraDeviceId === null ? [] : [`entra/${entraDeviceId}`]),
    ...serialOf(serial).map((number) => `serial/${number}`),
  ];
}

const namesOfEnrolment = ({ id, ...rest }: Enrolment): string[] => namesOf({ managedDeviceId: id, ...rest });

/** Whether Autopilot's list lacks more than two of a hundred devices that it had: it is more likely cut off than true. */
export function isCutOff(known: readonly KnownDevice[], identities: readonly Identity[]): boolean {
  const ids = new Set(identities.map(({ id }) => id));
  const had = known.flatMap(({ autopilotDeviceId }) => autopilotDeviceId ?? []);
  return had.filter((id) => ids.has(id)).length < had.length * 0.98;
}
