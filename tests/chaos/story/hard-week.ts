import { DAY, HOUR } from '../../../infra/local/fleet/model/time.ts';
import { atContoso } from '../../../infra/local/story/contoso.ts';

export const DEVICES = 24;
/** From Monday to Saturday. */
export const DAYS = 5;

const groupTag = 'Microsoft365Managed_Standard';

/** A small company in the week of a Patch Tuesday: what a month has, within days. */
export const hardWeek = atContoso({
  start: Date.parse('2026-07-13T06:00:00Z'),
  pace: 1,
  deliveries: [
    { number: 1, after: HOUR, by: 'file', part: [0, 0.5], groupTag },
    { number: 2, after: 2 * HOUR, by: 'webhook', part: [0.5, 0.75], groupTag },
    { number: 3, after: 4 * HOUR, by: 'file', part: [0.75, 1], groupTag },
  ],
  volunteersAfter: 3 * DAY + 2 * HOUR,
  script: 'hard-week',
});
