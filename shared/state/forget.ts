import type { StateContainer } from './container.ts';
import type { Partition, StateDocument } from './documents.ts';
import { inParallel } from './in-parallel.ts';
import type { Room } from './save.ts';

/** How much of a tenant is forgotten at once, and what of it is not. */
export interface Forgetting {
  /** Aggregates and pointers. */
  readonly limit: number;
  /** Kinds of aggregates that stay. */
  readonly keep: readonly string[];
}

/** What the query gives of an aggregate that has a state yet, or of a pointer. */
type Remains = Partition & { readonly _etag: string } & (
    | ({ readonly kind: 'state' } & Pick<StateDocument, 'type' | 'schemaVersion' | 'version' | 'audit'>)
    | { readonly kind: 'pointer' }
  );

/** At a time: it has time until tomorrow, and others want the database meanwhile. */
const WIDTH = 4;

/**
 * Forgets what is known of a tenant: aggregates become tombstones, of which the feed makes nothing but that their lines go,
 * and pointers are deleted, whose very names tell a serial number. Versions, audit records and seals stay, and events until
 * their time is up. Returns how many there were to forget: 0 means that nothing is left.
 */
export async function forget(room: Room, tenantId: string, { limit, keep }: Forgetting): Promise<number> {
  const remains = await room.container.queryTenant<Remains>(tenantId, 'remains', { limit, keep });
  await inParallel(remains, WIDTH, async (each) => {
    await forgetOne(room.container, each);
    room.warm.forget({ tenantId, aggregate: each.aggregate });
  });
  return remains.length;
}

/** Whoever was quicker has made something new of it, which the next query finds. */
function forgetOne(container: StateContainer, { tenantId, aggregate, _etag: etag, ...remains }: Remains) {
  const partition = { tenantId, aggregate };
  if (remains.kind === 'pointer') {
    // A deletion in a transaction carries no ETag, so the step before it does.
    const free = { ...partition, id: 'pointer', kind: 'pointer', owner: null };
    return container.commit(partition, [{ replace: free, etag }, { delete: free.id }]);
  }
  const { type, schemaVersion, version, audit } = remains;
  const tombstone: StateDocument = {
    ...{ ...partition, id: 'state', kind: 'state' },
    ...{ type, schemaVersion, version: version + 1, audit, data: null },
  };
  return container.commit(partition, [{ replace: tombstone, etag }]);
}
