import type { Fault } from './fault-script.ts';
import { type Target, targetOf, type WhoParts } from './who.ts';

/** A fault with its times (milliseconds since 1970); `until` is Infinity for one that stays. */
export interface PlannedFault {
  readonly number: number;
  readonly fault: Fault;
  readonly from: number;
  readonly until: number;
}

/** A planned fault and the devices it is about. */
export interface AimedFault extends PlannedFault, Target {
  /** Named in everything that it makes happen. */
  readonly cause: string;
}

export function aim(planned: PlannedFault, parts: WhoParts): AimedFault {
  const target = targetOf(planned.fault.who, planned.number, planned.from, parts);
  return { ...planned, ...target, cause: `fault ${planned.number}` };
}

export const isActive = ({ from, until }: PlannedFault, now: number) => from <= now && now < until;
