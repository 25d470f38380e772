/** Where a device stands; the order is the value of the column `life`. */
export const lives = [
  'imported',
  'identity',
  'tagged',
  'shipped',
  'enrolling',
  'active',
  'resetting',
  'retired',
  'removed',
  'importFailed',
] as const;

export type Life = (typeof lives)[number];
