import type { Clock } from '../time/clock.ts';
import { canonicalJson } from './canonical-json.ts';
import type { StateContainer } from './container.ts';
import { digest } from './digest.ts';
import type { AuditDocument, Partition } from './documents.ts';
import { StateUnavailable } from './errors.ts';
import { merkleRoot } from './merkle.ts';

/** One audit record in a seal. */
export interface Leaf {
  readonly aggregate: string;
  readonly number: number;
  readonly hash: string;
}

/** Binds the audit records of a tenant since the seal before: whoever rewrites one of them must rewrite every later seal. */
export interface Seal extends Partition {
  readonly id: `seal:${number}`;
  readonly kind: 'seal';
  /** 1 for the first seal of the tenant. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Hash of the seal before. */
  readonly previous: string;
  /** Merkle root over the hashes of the leaves. */
  readonly root: string;
  readonly leaves: readonly Leaf[];
  readonly hash: string;
}

export interface Sealer {
  /** Seals those records that are in no seal yet. The same records may come again, and from two processes at once. */
  seal(tenantId: string, records: readonly AuditDocument[]): Promise<void>;
}

/** What this process knows of a tenant's seals: the last one, and the leaves from `first` on. */
interface Sealed {
  readonly last: Seal | undefined;
  readonly first: Seal | undefined;
  readonly leaves: Set<string>;
}

const MAX_ATTEMPTS = 8;
const SEALS_A_READ = 50;
/** Clocks of two processes differ by less. */
const CLOCK_SKEW_MS = 5 * 60_000;
/** Leaves to remember; beyond, they are read again when needed. */
const MAX_LEAVES = 100_000;

export function sealer(container: StateContainer, clock: Clock): Sealer {
  const known = new Map<string, Sealed>();

  return {
    async seal(tenantId, records) {
      let sealed = known.get(tenantId) ?? (await readLast(container, tenantId));
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        sealed = await lookBack(container, tenantId, sealed, records);
        const { leaves } = sealed;
        const open = records.map(leafOf).filter((leaf) => !leaves.has(leafKey(leaf)));
        if (open.length === 0) break;
        const seal = sealOf(tenantId, sealed.last, open, clock);
        const outcome = await container.commit(partitionOf(tenantId), [{ create: seal }]);
        sealed = outcome.saved ? withSeals(sealed, [seal]) : await catchUp(container, tenantId, sealed);
        if (attempt === MAX_ATTEMPTS - 1 && !outcome.saved) throw new StateUnavailable('Too many others seal at once.');
      }
      if (sealed.leaves.size > MAX_LEAVES) known.delete(tenantId);
      else known.set(tenantId, sealed);
    },
  };
}

/** Partition of the seals of a tenant. */
export function partitionOf(tenantId: string): Partition {
  return { tenantId, aggregate: 'seals' };
}

/** The hash that a seal should carry. The root stands for its leaves. */
export function sealHash({ number, at, previous, root }: Pick<Seal, 'number' | 'at' | 'previous' | 'root'>): string {
  return digest(canonicalJson({ number, at, previous, root }));
}

/** The root that the leaves of a seal should have. */
export function rootOf(leaves: readonly Leaf[]): string {
  return merkleRoot(leaves.map(({ aggregate, number, hash }) => JSON.stringify([aggregate, number, hash])));
}

/** Seals by number, from and to included. */
export function readSeals(container: StateContainer, tenantId: string, from: number, to: number): Promise<Seal[]> {
  return container.query<Seal>(partitionOf(tenantId), 'seals', { from, to });
}

/** The last seal of a tenant. */
export async function readLastSeal(container: StateContainer, tenantId: string): Promise<Seal | undefined> {
  const [last] = await container.query<Seal>(partitionOf(tenantId), 'lastSeal');
  return last;
}

async function readLast(container: StateContainer, tenantId: string): Promise<Sealed> {
  const last = await readLastSeal(container, tenantId);
  return withSeals({ last: undefined, first: undefined, leaves: new Set() }, last ? [last] : []);
}

/** A record is only in seals made after it, so seals older than the oldest record need no reading. */
async function lookBack(
  container: StateContainer,
  tenantId: string,
  from: Sealed,
  records: readonly AuditDocument[],
): Promise<Sealed> {
  const oldest = Math.min(...records.map(({ record }) => Date.parse(record.at))) - CLOCK_SKEW_MS;
  let sealed = from;
  while (sealed.first && sealed.first.number > 1 && Date.parse(sealed.first.at) >= oldest) {
    const to = sealed.first.number - 1;
    const older = await readSeals(container, tenantId, Math.max(1, to - SEALS_A_READ + 1), to);
    const [first] = older;
    if (!first) break;
    sealed = { ...withSeals(sealed, older), last: sealed.last, first };
  }
  return sealed;
}

async function catchUp(container: StateContainer, tenantId: string, sealed: Sealed): Promise<Sealed> {
  const from = (sealed.last?.number ?? 0) + 1;
  return withSeals(sealed, await readSeals(container, tenantId, from, from + SEALS_A_READ - 1));
}

function withSeals({ last, first, leaves }: Sealed, seals: readonly Seal[]): Sealed {
  for (const seal of seals) for (const leaf of seal.leaves) leaves.add(leafKey(leaf));
  return { last: seals.at(-1) ?? last, first: first ?? seals[0], leaves };
}

function sealOf(tenantId: string, last: Seal | undefined, leaves: readonly Leaf[], clock: Clock): Seal {
  const number = (last?.number ?? 0) + 1;
  const content = {
    number,
    at: new Date(clock.now()).toISOString(),
    previous: last?.hash ?? '',
    root: rootOf(leaves),
  };
  return { ...partitionOf(tenantId), id: `seal:${number}`, kind: 'seal', ...content, leaves, hash: sealHash(content) };
}

function leafOf({ aggregate, record }: AuditDocument): Leaf {
  return { aggregate, number: record.number, hash: record.hash };
}

function leafKey({ aggregate, number }: Leaf): string {
  return `${aggregate}#${number}`;
}
