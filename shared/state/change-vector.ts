import type { StateContainer } from './container.ts';
import type { Partition } from './documents.ts';

/** One number for each kind of aggregate that moves when one of them has changed. */
export interface ChangeVector {
  readonly areas: Readonly<Record<string, number>>;
  /** Changes with any of them. */
  readonly etag: string;
}

interface VectorDocument extends Partition {
  readonly id: 'vector';
  readonly kind: 'vector';
  readonly [area: `area-${string}`]: number;
}

/** Patch takes no more operations than these. */
const MAX_INCREMENTS = 10;

/** How far the areas of a tenant have moved; nothing yet gives an ETag too. */
export async function readVector(container: StateContainer, tenantId: string): Promise<ChangeVector> {
  const stored = await container.read<VectorDocument>(partitionOf(tenantId), 'vector');
  if (!stored) return { areas: {}, etag: '"0"' };
  const areas = Object.entries(stored.document).filter(([name]) => name.startsWith('area-'));
  return {
    areas: Object.fromEntries(areas.map(([name, count]) => [name.slice('area-'.length), Number(count)])),
    etag: stored.etag,
  };
}

/** Moves the areas on. Without ETag: whoever else moves them adds to the same numbers, and once too often does no harm. */
export async function moveVector(container: StateContainer, tenantId: string, areas: readonly string[]): Promise<void> {
  const partition = partitionOf(tenantId);
  for (let from = 0; from < areas.length; from += MAX_INCREMENTS) {
    const increment = areas.slice(from, from + MAX_INCREMENTS).map((area) => `area-${area}`);
    const move = () => container.commit(partition, [{ increment, id: 'vector' }]);
    if ((await move()).saved) continue;
    const ones = Object.fromEntries(increment.map((area) => [area, 1]));
    const first: VectorDocument = { ...partition, id: 'vector', kind: 'vector', ...ones };
    if ((await container.commit(partition, [{ create: first }])).saved) continue;
    await move(); // somebody else has made it meanwhile
  }
}

function partitionOf(tenantId: string): Partition {
  return { tenantId, aggregate: 'vector' };
}
