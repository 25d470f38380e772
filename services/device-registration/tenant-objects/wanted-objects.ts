import { DEVICE_PROFILES } from '../../../shared/contracts/events/device-events.ts';
import { ruleOfTags, tagOfProfile } from '../devices/group-tag.ts';

/** A group of Entra whose members are the devices under some group tags. */
export interface WantedGroup {
  readonly kind: 'group';
  /** Ours in Entra (`uniqueName`), so that none is made twice. */
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly membershipRule: string;
}

/** What a device does when it is first switched on. */
export interface WantedProfile {
  readonly kind: 'autopilot-profile';
  readonly key: string;
  readonly name: string;
  /** Keys of the groups whose devices it is for. */
  readonly groups: readonly string[];
  readonly nameTemplate: string;
  /** `shared`: the device sets itself up, without a user. */
  readonly usage: 'singleUser' | 'shared';
  readonly userType: 'administrator' | 'standard';
}

export type WantedObject = WantedGroup | WantedProfile;

const standard = tagOf('Standard', false);
const sensitive = tagOf('SensitiveData', false);
const powerUser = tagOf('PowerUser', false);
const kiosk = tagOf('Kiosk', false);
const shared = DEVICE_PROFILES.flatMap((profile) => tagOfProfile({ profile, shared: true }) ?? []);

/** Names as Microsoft Managed Desktop gave them: a tenant that had it keeps its objects. A tag leads to exactly one profile. */
export const WANTED_GROUPS: readonly WantedGroup[] = [
  group('omd-devices-all', 'Modern Workplace Devices-All', 'All devices that are managed.', [
    standard,
    sensitive,
    powerUser,
    kiosk,
    ...shared,
  ]),
  group('omd-profile-standard', 'Modern Workplace Device Profiles - Standard', 'Standard devices.', [standard]),
  group('omd-profile-sensitive-data', 'Modern Workplace Device Profiles - Sensitive Data', 'Sensitive data.', [
    sensitive,
  ]),
  group('omd-profile-power-user', 'Modern Workplace Device Profiles - Power User', 'Power users.', [powerUser]),
  group('omd-profile-kiosk', 'Modern Workplace Device Profiles - Kiosk', 'Kiosks.', [kiosk]),
  group('omd-shared', 'Modern Workplace Devices - Shared Device Mode', 'Devices that many people use.', shared),
];

const USERS_DEVICE = { nameTemplate: 'MMD-%RAND:11%', usage: 'singleUser', userType: 'standard' } as const;

export const WANTED_PROFILES: readonly WantedProfile[] = [
  {
    kind: 'autopilot-profile',
    key: 'autopilot',
    name: 'Modern Workplace Autopilot Profile',
    groups: ['omd-profile-standard', 'omd-profile-sensitive-data'],
    ...USERS_DEVICE,
  },
  {
    kind: 'autopilot-profile',
    key: 'autopilot-power-user',
    name: 'Modern Workplace Autopilot Profile Power User',
    groups: ['omd-profile-power-user'],
    ...USERS_DEVICE,
    userType: 'administrator',
  },
  {
    kind: 'autopilot-profile',
    key: 'autopilot-shared',
    name: 'Modern Workplace Autopilot Profile Shared',
    groups: ['omd-shared'],
    ...USERS_DEVICE,
    usage: 'shared',
  },
  {
    kind: 'autopilot-profile',
    key: 'autopilot-kiosk',
    name: 'Modern Workplace Autopilot Profile Kiosk',
    groups: ['omd-profile-kiosk'],
    ...USERS_DEVICE,
    nameTemplate: 'Kiosk-%RAND:9%',
    usage: 'shared',
  },
];

export const WANTED_OBJECTS: readonly WantedObject[] = [...WANTED_GROUPS, ...WANTED_PROFILES];

/** Whether a name is one's own: people have written them with and without blanks around the hyphen. */
export const isNamed = (name: string, wanted: string): boolean => spelling(name) === spelling(wanted);

const spelling = (name: string): string =>
  name
    .trim()
    .replaceAll(/\s*-\s*/g, '-')
    .toLowerCase();

function group(key: string, name: string, description: string, tags: readonly string[]): WantedGroup {
  return { kind: 'group', key, name, description, membershipRule: ruleOfTags(tags) };
}

function tagOf(profile: (typeof DEVICE_PROFILES)[number], isShared: boolean): string {
  const tag = tagOfProfile({ profile, shared: isShared });
  if (tag === undefined) throw new TypeError(`${profile} has no tag.`);
  return tag;
}
