import { Refusal } from '../contracts/refusal.ts';
import type { StateContainer, Stored } from './container.ts';
import { documentId, type Partition } from './documents.ts';

/** Other keys of an aggregate (serial, Entra id, …): each value of a kind of key points to at most one aggregate of a tenant. */
export interface Pointers {
  /** Throws Refusal `pointer-taken` when the value belongs to another; claiming it again does nothing. */
  claim(tenantId: string, key: string, value: string, id: string): Promise<void>;
  /** Id of the aggregate that the value belongs to. */
  resolve(tenantId: string, key: string, value: string): Promise<string | undefined>;
  /** Frees the value, if it is still that aggregate's. */
  release(tenantId: string, key: string, value: string, id: string): Promise<void>;
}

interface PointerDocument extends Partition {
  readonly id: 'pointer';
  readonly kind: 'pointer';
  /** Null when it has been released. */
  readonly owner: string | null;
}

export function pointers(container: StateContainer): Pointers {
  const read = (partition: Partition) => container.read<PointerDocument>(partition, 'pointer');

  async function claim(tenantId: string, key: string, value: string, id: string): Promise<void> {
    const partition = partitionOf(tenantId, key, value);
    const created = await container.commit(partition, [{ create: pointing(partition, id) }]);
    if (created.saved) return;
    const found = await read(partition);
    if (found?.document.owner === id) return;
    if (found?.document.owner !== null) throw new Refusal('pointer-taken', `This ${key} belongs to another.`);
    // Free again. When another is quicker, it may have been the same one.
    if (!(await replace(container, found, id))) await claim(tenantId, key, value, id);
  }

  return {
    claim,
    async resolve(tenantId, key, value) {
      return (await read(partitionOf(tenantId, key, value)))?.document.owner ?? undefined;
    },
    async release(tenantId, key, value, id) {
      const found = await read(partitionOf(tenantId, key, value));
      if (found?.document.owner === id) await replace(container, found, null);
    },
  };
}

/** False when another was quicker. */
async function replace(
  container: StateContainer,
  { document, etag }: Stored<PointerDocument>,
  owner: string | null,
): Promise<boolean> {
  const { tenantId, aggregate } = document;
  const partition = { tenantId, aggregate };
  return (await container.commit(partition, [{ replace: pointing(partition, owner), etag }])).saved;
}

function pointing(partition: Partition, owner: string | null): PointerDocument {
  return { ...partition, id: 'pointer', kind: 'pointer', owner };
}

function partitionOf(tenantId: string, key: string, value: string): Partition {
  return { tenantId, aggregate: documentId(`pointer:${key}`, value) };
}
