import type { Target } from '../call/call.ts';
import type { Wire } from '../call/send.ts';
import { GraphFailure, isGraphFailure } from '../errors.ts';
import type { Purpose } from '../purpose.ts';
import type { GraphObject } from './merge.ts';
import { pages } from './pages.ts';

/** What a round of a delta brought. Store what comes of it first, and `deltaLink` after. */
export interface DeltaRound {
  /** `changes`: partial objects to be merged. `full`: everything there is, to be compared with what is known. */
  readonly kind: 'changes' | 'full';
  readonly objects: readonly GraphObject[];
  readonly deltaLink: string;
}

/**
 * Goes on from a delta link. Without one, or when it is no longer good or leads elsewhere, everything is read from
 * `start`: anew, once, if a link expires on the way.
 */
export async function deltaRound(
  wire: Wire,
  purpose: Purpose,
  start: Target,
  deltaLink: string | undefined,
): Promise<DeltaRound> {
  try {
    if (deltaLink === undefined) return { kind: 'full', ...(await readThrough(wire, purpose, start)) };
    return { kind: 'changes', ...(await readThrough(wire, purpose, { api: start.api, link: deltaLink })) };
  } catch (error) {
    if (!isGraphFailure(error, 'graph-resync-required') && !isGraphFailure(error, 'graph-foreign-link')) throw error;
    purpose.log.info('delta begins anew', { because: error.code });
    return { kind: 'full', ...(await readThrough(wire, purpose, start)) };
  }
}

async function readThrough(wire: Wire, purpose: Purpose, target: Target): Promise<Omit<DeltaRound, 'kind'>> {
  const objects: GraphObject[] = [];
  for await (const { items, deltaLink } of pages(wire, purpose, target)) {
    objects.push(...items.filter(isObject));
    if (deltaLink !== undefined) return { objects, deltaLink };
  }
  throw new GraphFailure('graph-answer-unreadable', 'A delta ended without a link to go on from.');
}

const isObject = (item: unknown): item is GraphObject =>
  typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string';
