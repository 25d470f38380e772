import type { Container, JSONObject, JSONValue, OperationInput, PartitionKey } from '@azure/cosmos';
import { documentId, type Partition } from './documents.ts';
import { StateUnavailable } from './errors.ts';
import { QUERIES, type QueryName } from './queries.ts';

/** A document as it lies in the container, with the ETag that guards its next change. */
export interface Stored<T> {
  readonly document: T;
  readonly etag: string;
}

/** One step of a transaction. */
export type Operation =
  | { readonly create: Partition & { readonly id: string } }
  | { readonly replace: Partition & { readonly id: string }; readonly etag: string }
  | { readonly upsert: Partition & { readonly id: string } }
  | { readonly delete: string }
  /** Adds one to each of up to ten numbers, which need not exist yet. */
  | { readonly increment: readonly string[]; readonly id: string };

/** All or nothing: ETags by operation, or the operation that stood against it (404 gone, 409 exists, 412 changed). */
export type Outcome =
  | { readonly saved: true; readonly etags: readonly string[] }
  | { readonly saved: false; readonly failedAt: number; readonly status: 404 | 409 | 412 };

export type Parameters = Readonly<Record<string, string | number | readonly string[]>>;

/** The container of one service, by whole partition keys alone but for `queryTenant`. Whatever is no clear answer is StateUnavailable. */
export interface StateContainer {
  read<T>(partition: Partition, id: string): Promise<Stored<T> | undefined>;
  commit(partition: Partition, operations: readonly Operation[]): Promise<Outcome>;
  query<T>(partition: Partition, name: QueryName, parameters?: Parameters): Promise<T[]>;
  /** Asks all partitions of a tenant. */
  queryTenant<T>(tenantId: string, name: QueryName, parameters?: Parameters): Promise<T[]>;
}

/** Where the documents of a partition lie in a container. */
interface Layout {
  keyOf(partition: Partition): PartitionKey;
  idOf(partition: Partition, id: string): string;
}

/** A logical partition is an aggregate of a tenant. */
const BY_AGGREGATE: Layout = { keyOf: ({ tenantId, aggregate }) => [tenantId, aggregate], idOf: (_, id) => id };

/** Of an aggregate there is one document, in a container that is keyed by id alone: the one of the feed's leases. */
const ONE_DOCUMENT: Layout = { keyOf: nameOf, idOf: nameOf };

function nameOf({ tenantId, aggregate }: Partition): string {
  return documentId('state', `${tenantId}:${aggregate}`);
}

/** Puts the state room's few verbs on the SDK's container, which is asked for on first use. */
export function stateContainer(open: () => Promise<Container>): StateContainer {
  return laidOut(open, BY_AGGREGATE);
}

/** The same on the container of the feed's leases. Each aggregate is its state alone: a second document is refused with 409. */
export function leaseContainer(open: () => Promise<Container>): StateContainer {
  return laidOut(open, ONE_DOCUMENT);
}

function laidOut(open: () => Promise<Container>, { keyOf, idOf }: Layout): StateContainer {
  async function ask<T>(partitionKey: PartitionKey, name: QueryName, parameters: Parameters = {}): Promise<T[]> {
    const values = Object.entries(parameters).map(([key, value]) => ({ name: `@${key}`, value: value as JSONValue }));
    const { resources } = await clearly(async () =>
      (await open()).items.query<T>({ query: QUERIES[name], parameters: values }, { partitionKey }).fetchAll(),
    );
    return resources;
  }
  return {
    async read<T>(partition: Partition, id: string) {
      const request = async () => (await open()).item(idOf(partition, id), keyOf(partition)).read();
      const { resource } = await clearly(request);
      return resource && { document: resource as T, etag: resource._etag as string };
    },
    async commit(partition, operations) {
      const inputs = operations.map((operation) => inputOf(operation, (id) => idOf(partition, id)));
      const { result = [] } = await clearly(async () =>
        (await open()).items.batch(inputs, keyOf(partition), { contentResponseOnWriteEnabled: false }),
      );
      // The others of a failed transaction carry 424.
      const failedAt = result.findIndex(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
      if (failedAt < 0) return { saved: true, etags: result.map(({ eTag }) => eTag ?? '') };
      const status = result[failedAt]?.statusCode;
      if (status === 404 || status === 409 || status === 412) return { saved: false, failedAt, status };
      throw new StateUnavailable(`A transaction was answered with ${status}.`);
    },
    query: (partition, name, parameters) => ask(keyOf(partition), name, parameters),
    queryTenant: (tenantId, name, parameters) => ask([tenantId], name, parameters),
  };
}

function inputOf(operation: Operation, idOf: (id: string) => string): OperationInput {
  if ('create' in operation) return { operationType: 'Create', resourceBody: bodyOf(operation.create, idOf) };
  if ('upsert' in operation) return { operationType: 'Upsert', resourceBody: bodyOf(operation.upsert, idOf) };
  if ('replace' in operation) {
    const { replace, etag } = operation;
    return { operationType: 'Replace', id: idOf(replace.id), resourceBody: bodyOf(replace, idOf), ifMatch: etag };
  }
  if ('delete' in operation) return { operationType: 'Delete', id: idOf(operation.delete) };
  const increments = operation.increment.map((name) => ({ op: 'incr' as const, path: `/${name}`, value: 1 }));
  return { operationType: 'Patch', id: idOf(operation.id), resourceBody: { operations: increments } };
}

/** Documents are made of JSON by construction; the SDK's type wants an index signature. */
function bodyOf(
  document: Partition & { readonly id: string },
  idOf: (id: string) => string,
): JSONObject & { id: string } {
  return { ...(document as unknown as JSONObject), id: idOf(document.id) };
}

async function clearly<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw new StateUnavailable('The database gave no clear answer.', { cause: error });
  }
}
