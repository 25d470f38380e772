import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEVICE_PROFILES } from '../../../shared/contracts/events/device-events.ts';
import { faultOfTag, profileOfTag, ruleOfTags, tagOfProfile } from './group-tag.ts';

const wanted = fc.record({ profile: fc.constantFrom(...DEVICE_PROFILES), shared: fc.boolean() });

describe('a group tag', () => {
  it('stands for one profile, and comes back from it; a shared power user has none', () => {
    fc.assert(
      fc.property(wanted, (profile) => {
        const tag = tagOfProfile(profile);
        expect(tag === undefined).toBe(profile.shared && profile.profile === 'PowerUser');
        if (tag !== undefined) expect(profileOfTag(tag)).toEqual(profile);
      }),
    );
  });

  it('in any other case is told the right one', () => {
    fc.assert(
      fc.property(wanted, (profile) => {
        const tag = tagOfProfile(profile);
        fc.pre(tag !== undefined);
        expect(faultOfTag(tag.toUpperCase())).toEqual({ code: 'tag-case', suggestion: tag });
        expect(faultOfTag(tag)).toBeUndefined();
      }),
    );
  });

  it('of somebody else passes as it is', () => {
    expect(['Kiosk-HQ', 'Berlin 3rd floor', 'Ümlaut'].map(faultOfTag)).toEqual([undefined, undefined, undefined]);
  });

  it('that only looks like one of ours is unknown', () => {
    expect(faultOfTag('Microsoft365Managed_PowerUser-Shared')).toEqual({ code: 'tag-unknown' });
  });

  it('has nothing in it that would end the text of a membership rule', () => {
    expect(['HQ "A"', 'a\\b', 'a\nb'].map((tag) => faultOfTag(tag)?.code)).toEqual([
      'tag-char',
      'tag-char',
      'tag-char',
    ]);
  });

  it('makes the rule of a dynamic group, alone or with others', () => {
    expect(ruleOfTags(['Kiosk-HQ'])).toBe('(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk-HQ"))');
    expect(ruleOfTags(['A', 'B'])).toBe(
      '(device.devicePhysicalIds -any (_ -eq "[OrderID]:A")) -or (device.devicePhysicalIds -any (_ -eq "[OrderID]:B"))',
    );
  });
});
