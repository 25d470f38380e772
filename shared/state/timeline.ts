import { z } from 'zod';
import type { CloudEvent } from '../contracts/events/cloud-event.ts';
import { Refusal } from '../contracts/refusal.ts';
import type { AuditRecord } from './audit-chain.ts';
import type { StateContainer } from './container.ts';
import { type AuditDocument, aggregateOf, auditId, type EventDocument } from './documents.ts';
import type { Page, PageRequest } from './lists.ts';
import { readLastSeal, readSeals } from './seals.ts';

/** What happened to an aggregate: an event it told, or a record of who did it. */
export type TimelineEntry =
  | { readonly kind: 'event'; readonly event: CloudEvent }
  | { readonly kind: 'audit'; readonly record: AuditRecord };

/** An audit record with the aggregate it belongs to. */
export interface AuditEntry extends AuditRecord {
  readonly aggregate: string;
}

const DEFAULT_LIMIT = 50;

/** Newest first. */
export async function timeline(
  container: StateContainer,
  tenantId: string,
  kind: string,
  id: string,
  { limit = DEFAULT_LIMIT, after }: PageRequest,
): Promise<Page<TimelineEntry>> {
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : numbers(after, 1)[0];
  const partition = { tenantId, aggregate: aggregateOf(kind, id) };
  const documents = await container.query<EventDocument | AuditDocument>(partition, 'timeline', {
    limit: limit + 1,
    before,
  });
  const shown = documents.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(entryOf), ...(last && documents.length > limit && { next: String(last.position) }) };
}

function entryOf(document: EventDocument | AuditDocument): TimelineEntry {
  return document.kind === 'event'
    ? { kind: 'event', event: document.event }
    : { kind: 'audit', record: document.record };
}

/** Seals read at once on the way back. */
const SEALS_A_READ = 20;

/** All audit records of a tenant, newest first, found by its seals: no query over partitions, and what is shown is sealed. */
export async function audit(
  container: StateContainer,
  tenantId: string,
  { limit = DEFAULT_LIMIT, after }: PageRequest,
): Promise<Page<AuditEntry>> {
  const [fromSeal, fromLeaf] =
    after === undefined ? [await lastSeal(container, tenantId), undefined] : numbers(after, 2);
  const places: { seal: number; leaf: number; aggregate: string; number: number }[] = [];
  for (let to = fromSeal; to >= 1 && places.length <= limit; to -= SEALS_A_READ) {
    const seals = await readSeals(container, tenantId, Math.max(1, to - SEALS_A_READ + 1), to);
    for (const { number: seal, leaves } of seals.reverse())
      leaves.forEach((_, at) => {
        const leaf = leaves.length - 1 - at;
        const { aggregate = '', number = 0 } = leaves[leaf] ?? {};
        if (seal < fromSeal || fromLeaf === undefined || leaf < fromLeaf)
          places.push({ seal, leaf, aggregate, number });
      });
  }
  const shown = places.slice(0, limit);
  const records = await Promise.all(shown.map((place) => recordAt(container, tenantId, place)));
  const last = shown.at(-1);
  return {
    items: records.filter((record) => record !== undefined),
    ...(last && places.length > limit && { next: `${last.seal}.${last.leaf}` }),
  };
}

async function lastSeal(container: StateContainer, tenantId: string): Promise<number> {
  return (await readLastSeal(container, tenantId))?.number ?? 0;
}

async function recordAt(
  container: StateContainer,
  tenantId: string,
  { aggregate, number }: { readonly aggregate: string; readonly number: number },
): Promise<AuditEntry | undefined> {
  const stored = await container.read<AuditDocument>({ tenantId, aggregate }, auditId(number));
  return stored && { ...stored.document.record, aggregate };
}

const place = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number);

/** The numbers of an opaque place. */
function numbers(after: string, count: 1): [number];
function numbers(after: string, count: 2): [number, number];
function numbers(after: string, count: number): number[] {
  const parsed = z.array(place).length(count).safeParse(after.split('.'));
  if (parsed.success) return parsed.data;
  throw new Refusal('invalid-query', '`next` of a page is to be sent back as it came.');
}
