import { type AuditRecord, EMPTY_CHAIN, recordHash } from './audit-chain.ts';
import type { StateContainer } from './container.ts';
import { type AuditDocument, auditId, type StateDocument } from './documents.ts';
import { groupBy } from './group-by.ts';
import { inParallel } from './in-parallel.ts';
import { type Leaf, readLastSeal, readSeals, rootOf, type Seal, sealHash } from './seals.ts';

export type Fault = 'deleted' | 'edited' | 'swapped' | 'truncated';

/** What is wrong first, in the order of the seals. A record without seal number lies after the last seal. */
export type Finding =
  | { readonly kind: 'seal'; readonly seal: number; readonly fault: Fault }
  | {
      readonly kind: 'record';
      readonly seal?: number;
      readonly aggregate: string;
      readonly record: number;
      readonly fault: Fault;
    };

export type Verification =
  | { readonly intact: true; readonly seals: number; readonly records: number; readonly next?: number }
  | { readonly intact: false; readonly first: Finding };

/** Seals by number, both included; at most 1,000 of them are verified at once, the rest from `next`. */
export interface SealRange {
  readonly from?: number;
  readonly to?: number;
}

const MAX_SEALS = 1_000;
const RECORDS_A_READ = 1_000;
const READS_AT_ONCE = 16;

/** Recomputes the seals of a tenant and the chains of all aggregates in them. */
export async function verify(
  container: StateContainer,
  tenantId: string,
  { from = 1, to }: SealRange,
): Promise<Verification> {
  const last = (await readLastSeal(container, tenantId))?.number ?? 0;
  const end = Math.min(to ?? last, from + MAX_SEALS - 1);
  const seals = await readSeals(container, tenantId, Math.max(1, from - 1), end);
  const first = sealFault(seals, Math.max(1, from - 1), end);
  if (first) return { intact: false, first };
  const own = seals.filter(({ number }) => number >= from);
  const leaves = own.flatMap((seal) => seal.leaves.map((leaf) => ({ ...leaf, seal: seal.number })));
  const findings = await findingsOf(
    container,
    tenantId,
    groupBy(leaves, (leaf) => leaf.aggregate),
  );
  const worst = findings.toSorted(
    (a, b) => (a.seal ?? Number.POSITIVE_INFINITY) - (b.seal ?? Number.POSITIVE_INFINITY),
  )[0];
  if (worst) return { intact: false, first: worst };
  return { intact: true, seals: own.length, records: leaves.length, ...(end < (to ?? last) && { next: end + 1 }) };
}

type SealedLeaf = Leaf & { readonly seal: number };

function sealFault(seals: readonly Seal[], from: number, to: number): Finding | undefined {
  let before: Seal | undefined;
  for (let number = from; number <= to; number++) {
    const seal = seals[number - from];
    if (!seal) return { kind: 'seal', seal: number, fault: 'truncated' };
    if (seal.number !== number) return { kind: 'seal', seal: number, fault: 'deleted' };
    const chained = number === 1 ? seal.previous === '' : !before || seal.previous === before.hash;
    if (!chained || seal.hash !== sealHash(seal) || seal.root !== rootOf(seal.leaves))
      return { kind: 'seal', seal: number, fault: 'edited' };
    before = seal;
  }
  return undefined;
}

async function findingsOf(
  container: StateContainer,
  tenantId: string,
  byAggregate: ReadonlyMap<string, readonly SealedLeaf[]>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  await inParallel(byAggregate, READS_AT_ONCE, async ([aggregate, leaves]) => {
    const finding = await chainFault(container, tenantId, aggregate, leaves);
    if (finding) findings.push(finding);
  });
  return findings;
}

async function chainFault(
  container: StateContainer,
  tenantId: string,
  aggregate: string,
  leaves: readonly SealedLeaf[],
): Promise<Extract<Finding, { kind: 'record' }> | undefined> {
  const partition = { tenantId, aggregate };
  // The state first: records that are written meanwhile lie beyond its count.
  const state = await container.read<StateDocument>(partition, 'state');
  const sealed = new Map(leaves.map((leaf) => [leaf.number, leaf]));
  const from = Math.max(1, Math.min(...sealed.keys()) - 1);
  const head = state?.document.audit ?? EMPTY_CHAIN;
  const count = Math.max(head.count, ...sealed.keys());
  const records = await readChain(container, tenantId, aggregate, from, count);
  let previous = from === 1 ? '' : records.get(from)?.record.previous;
  for (let number = from; number <= count; number++) {
    const leaf = sealed.get(number);
    const fault = recordFault(records, number, previous, leaf?.hash ?? (number === head.count ? head.hash : undefined));
    if (fault) return { kind: 'record', ...(leaf && { seal: leaf.seal }), aggregate, record: number, fault };
    previous = records.get(number)?.record.hash;
  }
  return undefined;
}

function recordFault(
  records: ReadonlyMap<number, AuditDocument>,
  number: number,
  previous: string | undefined,
  expected: string | undefined,
): Fault | undefined {
  const document = records.get(number);
  if (!document) return Math.max(0, ...records.keys()) > number ? 'deleted' : 'truncated';
  const { record } = document;
  if (document.id !== auditId(number)) return 'swapped';
  return isLink(record, previous) && (expected === undefined || record.hash === expected) ? undefined : 'edited';
}

function isLink(record: AuditRecord, previous: string | undefined): boolean {
  return record.previous === previous && record.hash === recordHash(record);
}

async function readChain(
  container: StateContainer,
  tenantId: string,
  aggregate: string,
  from: number,
  count: number,
): Promise<Map<number, AuditDocument>> {
  const records = new Map<number, AuditDocument>();
  let next = from;
  while (next <= count) {
    const page = await container.query<AuditDocument>({ tenantId, aggregate }, 'chain', {
      from: next,
      limit: RECORDS_A_READ,
    });
    for (const document of page) records.set(document.record.number, document);
    const last = page.at(-1);
    if (!last || page.length < RECORDS_A_READ) break;
    next = last.record.number + 1;
  }
  return records;
}
