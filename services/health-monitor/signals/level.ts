import { LEVEL_DEVICES } from '../numbers.ts';

/** Whether fewer than the asked share of devices are healthy, where enough of them are affected to say so. */
export const isUnderLevel = (affected: number, devices: number, threshold: number): boolean =>
  affected >= LEVEL_DEVICES && devices > 0 && 1 - affected / devices < threshold;
