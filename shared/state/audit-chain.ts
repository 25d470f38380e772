import type { Actor } from '../contracts/actor.ts';
import type { Json } from '../contracts/json.ts';
import { canonicalJson } from './canonical-json.ts';
import { digest } from './digest.ts';

/** Who did what to an aggregate, and when. Each record carries the hash of the one before. */
export interface AuditRecord {
  /** 1 for the first record of the aggregate. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly detail?: Json;
  readonly correlationId: string;
  /** Version of the aggregate that the record belongs to. */
  readonly version: number;
  readonly previous: string;
  readonly hash: string;
}

/** How long a chain is, and the hash of its last record; kept in the state, guarded by its ETag. */
export interface ChainHead {
  readonly count: number;
  readonly hash: string;
}

/** Where every chain begins. */
export const EMPTY_CHAIN: ChainHead = { count: 0, hash: '' };

/** The next record of a chain. */
export function link(head: ChainHead, entry: Omit<AuditRecord, 'number' | 'previous' | 'hash'>): AuditRecord {
  const unsigned = { ...entry, number: head.count + 1, previous: head.hash };
  return { ...unsigned, hash: recordHash(unsigned) };
}

/** The chain's head after a record. */
export function headOf(record: AuditRecord): ChainHead {
  return { count: record.number, hash: record.hash };
}

/** The hash that a record should carry; its own is left out. */
export function recordHash(record: Omit<AuditRecord, 'hash'>): string {
  return digest(canonicalJson({ ...record, hash: undefined }));
}
