import type { Columns } from './columns.ts';
import { choose } from './distributions.ts';
import type { Groups } from './groups.ts';
import { rnd } from './random.ts';
import { rates } from './rates/rates.ts';
import { stream } from './streams.ts';
import { NO_POLICY, type Ring, rings } from './update-policies.ts';

/** Device profiles, in the order of their groups. */
export const profiles = ['Standard', 'SensitiveData', 'PowerUser', 'Kiosk'] as const;

export type Profile = (typeof profiles)[number];

/** The group of each ring, so that the index of a ring is the index of its group too. */
export const RING_GROUPS = rings.length;

/** The groups that a tenant under management has, and the customer's own. The first four are the rings. */
export function createTenantGroups(groups: Groups): void {
  for (const ring of rings) assigned(groups, `Modern Workplace Devices-${ring}`);
  assigned(groups, 'Modern Workplace Devices-All');
  for (const profile of profiles) assigned(groups, `Modern Workplace Device Profiles - ${profile}`);
  assigned(groups, 'Modern Workplace Devices - Shared Device Mode');
  assigned(groups, 'Modern Workplace - Windows 11 Pre-Release Test Devices');
  for (const profile of profiles)
    groups.create({
      displayName: `Modern Workplace Autopilot - ${profile}`,
      rule: `(device.devicePhysicalIds -any _ -eq "[OrderID]:${groupTag(profile)}")`,
      nested: [],
      roleAssignable: false,
    });
  createCustomerGroups(groups);
}

/** The group of a ring, whoever made it and with or without blanks; undefined before somebody has. */
export function ringGroup(groups: Groups, ring: Ring): number | undefined {
  return groups.all().find(({ displayName }) => RING_NAME.exec(displayName)?.[1] === ring)?.index;
}

const RING_NAME = /^Modern Workplace Devices ?- ?(Test|First|Fast|Broad)$/;

/** The value that routes a device to its profile. */
export const groupTag = (profile: Profile) => `Microsoft365Managed_${profile}`;

export const profileOf = (seed: number, device: number): Profile =>
  profiles[choose(Object.values(rates.mix.profiles), rnd(seed, device, stream.profile))] ?? 'Standard';

/** Puts a device into the groups it belongs to, and a few into one ring too many. */
export function joinGroups(groups: Groups, columns: Columns, seed: number, device: number): void {
  const ring = columns.policy[device] ?? NO_POLICY;
  const isIn = [RING_GROUPS, RING_GROUPS + 1 + profiles.indexOf(profileOf(seed, device))];
  if (ring < RING_GROUPS) isIn.push(ring);
  if (ring < RING_GROUPS && rnd(seed, device, stream.dirt, 1) < rates.mix.dirt.twoRings) isIn.push(1 + (ring % 3));
  if (ring < RING_GROUPS && (columns.owner[device] ?? 0) < 0) isIn.push(RING_GROUPS + 1 + profiles.length);
  for (const group of isIn) groups.put(group, device);
}

function assigned(groups: Groups, displayName: string, nested: readonly number[] = [], roleAssignable = false): number {
  return groups.create({ displayName, nested, roleAssignable }).index;
}

const DEPARTMENTS = ['Sales', 'Engineering', 'Finance', 'Operations', 'Legal'];
const SITES = ['Berlin', 'Lyon', 'Porto'];

/** Twenty groups, nested to three levels, one of which can be given roles. */
export function createCustomerGroups(groups: Groups): void {
  const teams = DEPARTMENTS.map((name) => SITES.map((site) => assigned(groups, `${name} ${site}`)));
  const departments = DEPARTMENTS.slice(0, 3).map((name, n) => assigned(groups, name, teams[n]));
  assigned(groups, 'All departments', departments);
  assigned(groups, 'Local administrators', [], true);
}
