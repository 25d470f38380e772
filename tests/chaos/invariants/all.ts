import type { Evidence } from '../evidence.ts';
import type { Written } from '../picture.ts';
import { answersAlike, nothingUnexpected, trespassRefused } from './answers.ts';
import { auditVerifies, sealedOnce } from './audit.ts';
import { vectorMoves } from './change-vector.ts';
import { noLetterWaits } from './dead-letters.ts';
import { changesWhatWasRead, effectOnce } from './effects.ts';
import { eventsArrive } from './events.ts';
import { listIsAggregates } from './lists.ts';
import { neverBack } from './sequence.ts';
import { tenantsApart } from './tenants.ts';

/** Each says in words what is broken. */
export type Invariant<E extends Evidence = Evidence> = (evidence: E) => Iterable<string> | Promise<Iterable<string>>;

/** For a document that was written. */
export type OfDocument = (evidence: Evidence, written: Written) => Iterable<string>;

/** For each document that was written. */
export const onWritten: readonly OfDocument[] = [neverBack, tenantsApart];

/** After each step, whatever is under way. */
export const whatever: readonly Invariant[] = [answersAlike, nothingUnexpected, trespassRefused];

/** When nothing waits any more. */
export const onceQuiet: readonly Invariant[] = [eventsArrive, listIsAggregates, sealedOnce, auditVerifies, vectorMoves];

/** When every call has been answered. */
export const atTheEnd: readonly Invariant[] = [effectOnce, changesWhatWasRead, noLetterWaits];
