import { describe, expect, it } from 'vitest';
import { DEVICE_PROFILES } from '../../../shared/contracts/events/device-events.ts';
import { tagOfProfile } from '../devices/group-tag.ts';
import { isNamed, WANTED_GROUPS, WANTED_OBJECTS, WANTED_PROFILES } from './wanted-objects.ts';

const tags = DEVICE_PROFILES.flatMap((profile) =>
  [false, true].flatMap((shared) => tagOfProfile({ profile, shared }) ?? []),
);
const groupsOf = (tag: string) => WANTED_GROUPS.filter(({ membershipRule }) => membershipRule.includes(`:${tag}"`));

describe('a device under a group tag of the service', () => {
  it.each(tags)('%s gets exactly one Autopilot profile, and is in the group of all devices', (tag) => {
    const keys = groupsOf(tag).map(({ key }) => key);
    expect(keys).toContain('omd-devices-all');
    expect(WANTED_PROFILES.filter(({ groups }) => groups.some((key) => keys.includes(key)))).toHaveLength(1);
  });
});

it('every group that a profile names is wanted, under a key of its own', () => {
  const keys = WANTED_OBJECTS.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { groups } of WANTED_PROFILES) expect(keys).toEqual(expect.arrayContaining([...groups]));
});

it('an object is its own with and without blanks around the hyphen', () => {
  expect(isNamed('Modern Workplace Devices - All', 'Modern Workplace Devices-All')).toBe(true);
  expect(isNamed('Modern Workplace Devices -Test', 'Modern Workplace Devices-All')).toBe(false);
});
