import { DEVICE_PROFILES, type DeviceProfile } from '../../../shared/contracts/events/device-events.ts';

/** What a group tag asks for. */
export interface TaggedProfile {
  readonly profile: DeviceProfile;
  readonly shared: boolean;
}

const PREFIX = 'Microsoft365Managed_';

/** The tags of the service, exact and case-sensitive. A shared power user does not exist. */
const TAGS: ReadonlyMap<string, TaggedProfile> = new Map(
  [...DEVICE_PROFILES.map(alone), ...DEVICE_PROFILES.filter((profile) => profile !== 'PowerUser').map(shared)].map(
    (wanted) => [textOf(wanted), wanted],
  ),
);

/** The profile of one of the service's own tags; undefined for a foreign one. */
export const profileOfTag = (tag: string): TaggedProfile | undefined => TAGS.get(tag);

/** The tag that asks for a profile; undefined where the combination does not exist. */
export function tagOfProfile(wanted: TaggedProfile): string | undefined {
  const tag = textOf(wanted);
  return TAGS.has(tag) ? tag : undefined;
}

export type TagFault =
  /** Unsafe in the membership rule of a dynamic group. */
  | { readonly code: 'tag-char' }
  | { readonly code: 'tag-case'; readonly suggestion: string }
  /** It claims to be one of ours, and no group would take the device in. */
  | { readonly code: 'tag-unknown' };

/** What is wrong with a tag. Foreign tags are their owner's business, and pass as they are. */
export function faultOfTag(tag: string): TagFault | undefined {
  if (/["\\\p{Cc}]/u.test(tag)) return { code: 'tag-char' };
  if (TAGS.has(tag)) return undefined;
  const lower = tag.toLowerCase();
  const suggestion = [...TAGS.keys()].find((known) => known.toLowerCase() === lower);
  if (suggestion) return { code: 'tag-case', suggestion };
  return lower.startsWith(PREFIX.toLowerCase()) ? { code: 'tag-unknown' } : undefined;
}

/** The membership rule of a dynamic group of Entra for the devices under any of these tags, none of which has a fault. */
export function ruleOfTags(tags: readonly string[]): string {
  return tags.map((tag) => `(device.devicePhysicalIds -any (_ -eq "[OrderID]:${tag}"))`).join(' -or ');
}

/** Shared and kiosk devices set themselves up, which takes a TPM 2.0 of flesh and blood: Autopilot refuses virtual ones. */
export const isSelfDeploying = ({ profile, shared }: TaggedProfile): boolean => shared || profile === 'Kiosk';

function alone(profile: DeviceProfile): TaggedProfile {
  return { profile, shared: false };
}

function shared(profile: DeviceProfile): TaggedProfile {
  return { profile, shared: true };
}

function textOf({ profile, shared }: TaggedProfile): string {
  return `${PREFIX}${profile}${shared ? '-Shared' : ''}`;
}
