import { RINGS, type Ring } from '../../../shared/contracts/events/update-events.ts';
import { DAY_MS } from '../../../shared/time/durations.ts';
import { nextPatchTuesday } from '../../../shared/time/patch-tuesday.ts';
import { type OrdersByRing, type RingOrders, USUAL_ORDERS } from '../rings/ring-policy.ts';
import type { Release } from './release.ts';
import { offeredAt } from './release-calendar.ts';

/** Rings that stay shut until the gate opens them: what is offered by a calendar alone would be offered before evidence is in. */
const SHUT_UNTIL_OPENED: readonly Ring[] = ['First', 'Fast', 'Broad'];

/** Devices hear of an order within eight hours; so long before Patch Tuesday it is given. */
const EVE_MS = DAY_MS;
/** If nothing has come out by then, nothing does this month. */
const LATE_MS = 3 * DAY_MS;

/** What the policies of the rings have to say at this moment, given the release that goes through them. */
export function ordersFor(release: Release | undefined, now: number): OrdersByRing {
  if (!release) return USUAL_ORDERS;
  return Object.fromEntries(RINGS.map((ring) => [ring, orderFor(ring, release, now)])) as OrdersByRing;
}

function orderFor(ring: Ring, release: Release, now: number): RingOrders {
  const stage = release.stages[ring];
  const isFix = release.kind === 'out-of-band';
  const { deferral } = USUAL_ORDERS[ring];
  const isShutByUs = SHUT_UNTIL_OPENED.includes(ring);
  if (isShutByUs && expectsNext(release, now)) return { paused: true, deferral };
  const waitsShut = stage.kind === 'waiting' && (isFix || isShutByUs);
  const paused = stage.kind === 'held' || waitsShut || release.pauses[ring] !== null;
  // A fix is not deferred while the usual days would still offer the release before it.
  const isAhead = isFix && stage.kind === 'open' && now < offeredAt(Date.parse(release.releasedAt), deferral);
  return { paused, deferral: isAhead ? 0 : deferral };
}

/** Whether the next month's release may come out any moment, or is out and not taken in yet. */
function expectsNext({ calendarFrom }: Release, now: number): boolean {
  const next = nextPatchTuesday(Date.parse(calendarFrom));
  return now >= next - EVE_MS && now < next + LATE_MS;
}
