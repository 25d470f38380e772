import type { CosmosClient } from '@azure/cosmos';
import type { ServiceName } from '../contracts/events/topology.ts';
import { leaseContainerOf } from '../contracts/state/containers.ts';
import type { Clock } from '../time/clock.ts';
import { apply } from './apply.ts';
import { change } from './change.ts';
import { readVector } from './change-vector.ts';
import { leaseContainer, type StateContainer, stateContainer } from './container.ts';
import { type CosmosConnection, openCosmosClient } from './cosmos-client.ts';
import { deadLetterList, park } from './dead-letters.ts';
import { aggregateOf } from './documents.ts';
import { type FeedRoom, feedPage } from './feed.ts';
import { forget } from './forget.ts';
import { idempotency } from './idempotency.ts';
import { pageOf, rowsOf, totalsOf } from './list-query.ts';
import { listStore } from './list-store.ts';
import type { ListDefinition } from './lists.ts';
import { operationList, operations } from './operations.ts';
import { pointers } from './pointers.ts';
import { rememberedDays } from './retention.ts';
import { loadKnown } from './save.ts';
import { readSeals, sealer } from './seals.ts';
import type { State } from './state.ts';
import { audit, timeline } from './timeline.ts';
import { verify } from './verify.ts';
import { warmCache } from './warm-cache.ts';

export interface StateOptions {
  readonly service: ServiceName;
  /** Asked on first use, so that opening never depends on the environment. */
  connection(): CosmosConnection;
  readonly database: string;
  readonly clock: Clock;
  /** Lists that the change feed keeps, beside those of operations and dead letters. */
  readonly lists: readonly ListDefinition[];
  /** Days that a tenant keeps its events; undefined: as everybody. Asked now and then, and remembered. */
  eventDays?(tenantId: string): Promise<number | undefined>;
}

/** The two containers of a service. */
export interface StateContainers {
  readonly container: StateContainer;
  /** Where the feed's leases are, and what instances share. */
  readonly leases: StateContainer;
}

/** The state of one service, in the container of its name. Connects on first use. */
export function openState({ connection, database, ...options }: StateOptions): State {
  let client: Promise<CosmosClient> | undefined;
  const named = async (name: string) => {
    client ??= openCosmosClient(connection());
    return (await client).database(database).container(name);
  };
  const { service } = options;
  const containers = {
    container: stateContainer(() => named(service)),
    leases: leaseContainer(() => named(leaseContainerOf(service))),
  };
  return stateOn(containers, options, async () => (await client)?.dispose());
}

/** The same upon containers that are open already. */
export function stateOn(
  { container, leases }: StateContainers,
  { service, clock, lists, eventDays }: Omit<StateOptions, 'connection' | 'database'>,
  close: () => Promise<void> = async () => undefined,
): State {
  const room: FeedRoom = {
    service,
    container,
    leases,
    clock,
    eventDays: rememberedDays(clock, eventDays),
    warm: warmCache(),
    lists: [...lists, operationList, deadLetterList],
    listStore: listStore(container),
    sealer: sealer(container, clock),
  };
  const snapshot = (tenantId: string, list: { readonly name: string }) => room.listStore.read(tenantId, list.name);
  return {
    service,
    async load(definition, tenantId, id) {
      const known = await loadKnown(room, definition, { tenantId, aggregate: aggregateOf(definition.kind, id) });
      if (known?.state === undefined) return undefined;
      return { state: known.state, version: known.document.version, etag: known.etag };
    },
    change: (...request) => change(room, ...request),
    apply: (...request) => apply(room, ...request),
    list: async (tenantId, list, query) => pageOf(list, await snapshot(tenantId, list), query),
    rows: async (tenantId, list, query) => rowsOf(list, await snapshot(tenantId, list), query),
    totals: async (tenantId, list, column) => totalsOf(list, await snapshot(tenantId, list), column),
    pointers: pointers(container),
    operations: operations(room),
    idempotency: idempotency(container, clock),
    timeline: (...request) => timeline(container, ...request),
    audit: (...request) => audit(container, ...request),
    verify: (...request) => verify(container, ...request),
    seals: (...request) => readSeals(container, ...request),
    changes: (tenantId) => readVector(container, tenantId),
    park: (parked) => park(room, parked),
    forget: (...request) => forget(room, ...request),
    feedPage: (documents, publish) => feedPage(room, documents, publish),
    close,
  };
}
