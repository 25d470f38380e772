import type { Container, ItemDefinition } from '@azure/cosmos';
import type { CosmosDBTrigger } from '../bindings/cosmos-db.ts';
import { isAlive, type LeaseOwner } from './lease-owner.ts';

/** The right to read one range of a change feed, and how far it has been read. */
export interface Lease {
  /** Undefined until the first page has been handled. */
  readonly continuation: string | undefined;
  /** Another host has taken it. */
  readonly lost: boolean;
  /** Remembers how far the feed has been handled. */
  checkpoint(continuation: string): Promise<void>;
  /** Holds it for another expiration interval. */
  renew(): Promise<void>;
  /** Hands it back. */
  release(): Promise<void>;
}

interface LeaseDocument extends ItemDefinition {
  readonly id: string;
  readonly owner: LeaseOwner | null;
  /** On the wall, in milliseconds since 1970. */
  readonly expires: number;
  readonly continuation?: string;
}

/** Where the leases of one feed lie. */
export interface LeaseStore {
  readonly container: Container;
  readonly owner: LeaseOwner;
  readonly settings: CosmosDBTrigger['lease'];
}

/** Takes the lease with this id when it is free, new, run out or held by a host that is gone; undefined when another holds it. */
export async function acquireLease(store: LeaseStore, id: string): Promise<Lease | undefined> {
  const { container, owner } = store;
  const { resource: found } = await container.item(id, id).read<LeaseDocument>();
  if (found?.owner && found.owner.host !== owner.host && found.expires > Date.now() && isAlive(found.owner))
    return undefined;
  try {
    const taken = { ...found, id, owner, expires: expiry(store) };
    const { resource } = found
      ? await container.item(id, id).replace<LeaseDocument>(taken, unchanged(found))
      : await container.items.create<LeaseDocument>(taken);
    return resource && holdLease(store, resource);
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

function holdLease(store: LeaseStore, acquired: LeaseDocument & { _etag?: string }): Lease {
  let document = acquired;
  let lost = false;
  let writing: Promise<unknown> = Promise.resolve();

  /** One write after the other: each is guarded by the ETag of the one before. */
  function write(change: Partial<LeaseDocument>): Promise<void> {
    const mine = writing.then(async () => {
      if (lost) return;
      try {
        const next = { ...document, ...change };
        const { resource } = await store.container
          .item(document.id, document.id)
          .replace<LeaseDocument>(next, unchanged(document));
        if (resource) document = resource;
      } catch (error) {
        if (!isTaken(error)) throw error;
        lost = true;
      }
    });
    writing = mine.catch(() => undefined);
    return mine;
  }

  return {
    get continuation() {
      return document.continuation;
    },
    get lost() {
      return lost;
    },
    checkpoint: (continuation) => write({ continuation, expires: expiry(store) }),
    renew: () => write({ expires: expiry(store) }),
    release: () => write({ owner: null, expires: 0 }),
  };
}

function expiry({ settings }: LeaseStore): number {
  return Date.now() + settings.expirationInterval;
}

function unchanged({ _etag }: { _etag?: string }) {
  return { accessCondition: { type: 'IfMatch', condition: _etag ?? '' } };
}

function isTaken(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 409 || code === 412 || code === 404;
}
