import type { Fault } from './fault.ts';
import { ownershipFaults } from './ownership-faults.ts';
import { reachFaults } from './reach-faults.ts';
import { secretsFaults } from './secrets-faults.ts';
import { sitesFaults } from './sites-faults.ts';
import { watchFaults } from './watch-faults.ts';

/** Every mistake that has to be caught. */
export const faults: readonly Fault[] = [
  ...secretsFaults,
  ...reachFaults,
  ...sitesFaults,
  ...ownershipFaults,
  ...watchFaults,
];
