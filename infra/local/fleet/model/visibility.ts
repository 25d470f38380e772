import { rnd } from './random.ts';
import { stream } from './streams.ts';
import { DAY, HOUR, MINUTE } from './time.ts';

/** After how long a change shows, in milliseconds: at least and at most. */
const delays = {
  groupMembers: [2_000, 30_000],
  transitiveMembers: [MINUTE, 20 * MINUTE],
  dynamicGroup: [5 * MINUTE, 40 * MINUTE],
  targeting: [5 * MINUTE, 30 * MINUTE],
  groupTag: [MINUTE, 10 * MINUTE],
  managedDevice: [0, 0],
  managedDeviceList: [30_000, 180_000],
  defenderMachine: [5 * MINUTE, 45 * MINUTE],
  inventoryExport: [10 * MINUTE, HOUR],
  defenderExport: [0, 8 * HOUR],
  updateReport: [4 * HOUR, DAY],
  endpointAnalytics: [DAY, 2 * DAY],
  deviceAction: [5_000, 60_000],
  policyStatus: [0, DAY],
  audience: [MINUTE, 10 * MINUTE],
  deploymentPause: [5 * MINUTE, 15 * MINUTE],
  alert: [MINUTE, 10 * MINUTE],
  deletion: [10_000, 30 * MINUTE],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

/** A kind of reading that lags behind what it shows. */
export type Field = keyof typeof delays;

export type Consistency = 'eventual' | 'strong';

/** When a change of an object (its index) at a moment shows in a field. */
export type VisibleAt = (object: number, field: Field, changedAt: number) => number;

const fields = Object.keys(delays) as Field[];

/** With `strong` everything shows at once, for tests that are about something else. */
export function createVisibility(seed: number, consistency: Consistency): VisibleAt {
  if (consistency === 'strong') return (_object, _field, changedAt) => changedAt;
  return (object, field, changedAt) => {
    const [least, most] = delays[field];
    const n = fields.indexOf(field) + fields.length * Math.floor(changedAt / 1_000);
    return changedAt + least + (most - least) * rnd(seed, object, stream.visibility, n);
  };
}
