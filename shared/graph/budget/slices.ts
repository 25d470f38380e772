import type { Lane } from './lanes.ts';

/** Units that this instance has leased and not used. */
export interface Slice {
  readonly lane: Lane;
  readonly writes: boolean;
  units: number;
  /** They lapse then. */
  readonly until: number;
}

/** Lanes whose slices a lane may use: its own, and those of whoever it overtakes. */
const MAY_USE: Readonly<Record<Lane, readonly Lane[]>> = {
  security: ['security', 'person', 'background'],
  person: ['person', 'background'],
  background: ['background'],
};

/** Takes the units of a call from one of the slices, if any has enough; drops those that have lapsed. */
export function takeFrom(
  slices: Slice[],
  { lane, writes, units }: Pick<Slice, 'lane' | 'writes' | 'units'>,
  now: number,
): boolean {
  for (let at = slices.length - 1; at >= 0; at--) if ((slices[at]?.until ?? 0) <= now) slices.splice(at, 1);
  const fitting = slices.find(
    (slice) => MAY_USE[lane].includes(slice.lane) && slice.writes === writes && slice.units >= units,
  );
  if (!fitting) return false;
  fitting.units -= units;
  return true;
}
