import { documented, own, type Rate } from './rate.ts';

/** The least and the greatest time after which a change shows. */
type Delay = { readonly leastSeconds: Rate; readonly mostSeconds: Rate };

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const between = (least: number, most: number, shows: string, mark = own): Delay => ({
  leastSeconds: mark(least, `seconds after which ${shows}, at least`),
  mostSeconds: mark(most, 'the same, at most'),
});

export const delayRates = {
  groupMembers: between(2, 30, 'a read of the same group shows a change of its members'),
  transitiveMembers: between(MINUTE, 20 * MINUTE, 'a read of transitive members shows it'),
  dynamicGroup: between(5 * MINUTE, 40 * MINUTE, 'a dynamic group shows what its rule now takes'),
  targeting: between(5 * MINUTE, 30 * MINUTE, 'Intune targets by a change of members'),
  groupTag: between(MINUTE, 10 * MINUTE, 'a new group tag shows'),
  managedDeviceList: between(30, 180, 'lists show a new managed device'),
  defenderMachine: between(5 * MINUTE, 45 * MINUTE, 'Defender shows a new machine'),
  inventoryExport: between(0, HOUR, 'an export of the inventory shows a change'),
  defenderExport: between(0, 8 * HOUR, 'an export about Defender shows it'),
  updateReport: between(4 * HOUR, 24 * HOUR, 'update reports show a step', documented),
  endpointAnalytics: between(24 * HOUR, 48 * HOUR, 'endpoint analytics shows an event', documented),
  deviceAction: between(5, 60, 'the results of an action show it as pending'),
  policyStatus: between(0, 24 * HOUR, 'the status of a policy on a device shows', documented),
  audience: between(MINUTE, 10 * MINUTE, 'an audience shows its new members'),
  deploymentPause: between(5 * MINUTE, 15 * MINUTE, 'a paused deployment stops its offers'),
  alert: between(MINUTE, 10 * MINUTE, 'an alert shows'),
  deletion: between(10, 30 * MINUTE, 'lists no longer show what was deleted'),
} as const;
