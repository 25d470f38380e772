import { RINGS } from '../../../shared/contracts/events/update-events.ts';
import { type OrdersByRing, USUAL_ORDERS } from '../rings/ring-policy.ts';
import type { Release } from './release.ts';

/** Rings that stay shut until the gate opens them: what is offered by a calendar alone would be offered before evidence is in. */
const SHUT_UNTIL_OPENED = ['Fast', 'Broad'] as const;

/**
 * What the policies of the rings have to say while a release is under way. A fix is not deferred: where it is offered, it is
 * offered at once, else devices would be offered the release before it.
 */
export function ordersFor(release: Release | undefined): OrdersByRing {
  if (!release) return USUAL_ORDERS;
  const isFix = release.kind === 'out-of-band';
  return Object.fromEntries(
    RINGS.map((ring) => {
      const stage = release.stages[ring];
      const waitsShut = stage.kind === 'waiting' && (isFix || SHUT_UNTIL_OPENED.some((each) => each === ring));
      const paused = stage.kind === 'held' || waitsShut;
      return [ring, { paused, deferral: isFix && stage.kind === 'open' ? 0 : USUAL_ORDERS[ring].deferral }];
    }),
  ) as OrdersByRing;
}
