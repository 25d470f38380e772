import type { Evidence } from './evidence.ts';
import type { Invariant, OfDocument } from './invariants/all.ts';

/** Something that was promised does not hold; the message says what. */
export class BrokenInvariant extends Error {}

/** Throws BrokenInvariant at the first that does not hold. */
export async function check<E extends Evidence>(evidence: E, invariants: readonly Invariant<E>[]): Promise<void> {
  for (const holds of invariants) for (const broken of await holds(evidence)) throw new BrokenInvariant(broken);
}

/** The same for each document that was written since the last look. */
export async function checkWritten(evidence: Evidence, invariants: readonly OfDocument[]): Promise<void> {
  for (const written of await evidence.picture.look())
    for (const holds of invariants) for (const broken of holds(evidence, written)) throw new BrokenInvariant(broken);
}
