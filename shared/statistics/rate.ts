/** Events in a unit of exposure; the prior, a rate of other fleets, counts for `worth` events. */
export const shrunkRate = (events: number, exposure: number, prior: number, worth = 5): number =>
  (worth + events) / (worth / prior + exposure);
