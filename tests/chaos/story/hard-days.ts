import type { Play } from '../../../infra/local/driver/stage.ts';
import { DAY, HOUR, MINUTE } from '../../../infra/local/fleet/model/time.ts';
import { atContoso } from '../../../infra/local/story/contoso.ts';
import { doubling } from './doubling.ts';
import { rivals } from './rivals.ts';

export const DEVICES = 40;
/** From Monday morning to Tuesday night. */
export const HOURS = 38;
/** In which all that was begun comes to its end. It ends at night, when nobody turns on a machine that the product has still to find. */
export const AFTERMATH_HOURS = 8;

const groupTag = 'Microsoft365Managed_Standard';

/** A small company has within two days what a month has. */
export const hardDays = atContoso({
  start: Date.parse('2026-07-13T06:00:00Z'),
  pace: 1,
  deliveries: [
    { number: 1, after: HOUR, by: 'file', part: [0, 0.3], groupTag },
    { number: 2, after: 90 * MINUTE, by: 'file', part: [0.3, 0.6], groupTag },
    { number: 3, after: 2 * HOUR, by: 'webhook', part: [0.6, 0.8], groupTag },
    { number: 4, after: 3 * HOUR, by: 'file', part: [0.8, 1], groupTag },
  ],
  volunteersAfter: 18 * HOUR,
  cleaning: 4 * HOUR,
  script: 'hard-days',
});

/** The same, where what people send may arrive twice, and several approve at once. */
export const crowdedDays = (seed: number): Play => ({
  ...hardDays,
  enter(stage) {
    const doubled = doubling(stage, seed);
    return [rivals(doubled, hardDays.start + DAY), ...hardDays.enter(doubled)];
  },
});
