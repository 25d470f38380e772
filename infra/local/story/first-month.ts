import { DAY, HOUR } from '../fleet/model/time.ts';
import { atContoso } from './contoso.ts';

export const DAYS = 30;

const groupTag = 'Microsoft365Managed_Standard';

/**
 * A month at Contoso. Its devices arrive; the update of Patch Tuesday breaks the wireless drivers of one maker and is
 * mended four days later; Graph fails for twenty minutes; ransomware comes in the third week.
 */
export const firstMonth = atContoso({
  /** Eight o'clock on a Monday at Contoso, a week before Patch Tuesday. */
  start: Date.parse('2026-07-06T06:00:00Z'),
  // A month in five minutes.
  pace: 8_640,
  /** Half of the machines are there already, the others come in the first days. */
  deliveries: [
    { number: 1, after: 2 * HOUR, by: 'file', part: [0, 0.5], groupTag },
    { number: 2, after: DAY + 3 * HOUR, by: 'webhook', part: [0.5, 0.8], groupTag },
    { number: 3, after: 2 * DAY + 4 * HOUR, by: 'file', part: [0.8, 1], groupTag },
  ],
  volunteersAfter: 4 * DAY + 2 * HOUR,
  cleaning: DAY,
  script: 'first-month',
});
