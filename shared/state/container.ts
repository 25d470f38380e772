import type { Container, JSONObject, OperationInput } from '@azure/cosmos';
import type { Partition } from './documents.ts';
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
  /** Adds one to each of up to ten numbers, which need not exist yet. */
  | { readonly increment: readonly string[]; readonly id: string };

/** All or nothing: ETags by operation, or the operation that stood against it (404 gone, 409 exists, 412 changed). */
export type Outcome =
  | { readonly saved: true; readonly etags: readonly string[] }
  | { readonly saved: false; readonly failedAt: number; readonly status: 404 | 409 | 412 };

export type Parameters = Readonly<Record<string, string | number>>;

/** The container of one service, by whole partition keys alone. Whatever is no clear answer is StateUnavailable. */
export interface StateContainer {
  read<T>(partition: Partition, id: string): Promise<Stored<T> | undefined>;
  commit(partition: Partition, operations: readonly Operation[]): Promise<Outcome>;
  query<T>(partition: Partition, name: QueryName, parameters?: Parameters): Promise<T[]>;
}

/** Puts the state room's few verbs on the SDK's container, which is asked for on first use. */
export function stateContainer(open: () => Promise<Container>): StateContainer {
  return {
    async read<T>(partition: Partition, id: string) {
      const { resource } = await clearly(async () => (await open()).item(id, keyOf(partition)).read());
      return resource && { document: resource as T, etag: resource._etag as string };
    },
    async commit(partition, operations) {
      const { result = [] } = await clearly(async () =>
        (await open()).items.batch(operations.map(inputOf), keyOf(partition), { contentResponseOnWriteEnabled: false }),
      );
      // The others of a failed transaction carry 424.
      const failedAt = result.findIndex(({ statusCode }) => statusCode >= 400 && statusCode !== 424);
      if (failedAt < 0) return { saved: true, etags: result.map(({ eTag }) => eTag ?? '') };
      const status = result[failedAt]?.statusCode;
      if (status === 404 || status === 409 || status === 412) return { saved: false, failedAt, status };
      throw new StateUnavailable(`A transaction was answered with ${status}.`);
    },
    async query<T>(partition: Partition, name: QueryName, parameters: Parameters = {}) {
      const values = Object.entries(parameters).map(([key, value]) => ({ name: `@${key}`, value }));
      const { resources } = await clearly(async () =>
        (await open()).items
          .query<T>({ query: QUERIES[name], parameters: values }, { partitionKey: keyOf(partition) })
          .fetchAll(),
      );
      return resources;
    },
  };
}

function keyOf({ tenantId, aggregate }: Partition): string[] {
  return [tenantId, aggregate];
}

function inputOf(operation: Operation): OperationInput {
  if ('create' in operation) return { operationType: 'Create', resourceBody: bodyOf(operation.create) };
  if ('upsert' in operation) return { operationType: 'Upsert', resourceBody: bodyOf(operation.upsert) };
  if ('replace' in operation) {
    const { replace, etag } = operation;
    return { operationType: 'Replace', id: replace.id, resourceBody: bodyOf(replace), ifMatch: etag };
  }
  const increments = operation.increment.map((name) => ({ op: 'incr' as const, path: `/${name}`, value: 1 }));
  return { operationType: 'Patch', id: operation.id, resourceBody: { operations: increments } };
}

/** Documents are made of JSON by construction; the SDK's type wants an index signature. */
function bodyOf(document: Partition & { readonly id: string }): JSONObject & { id: string } {
  return document as unknown as JSONObject & { id: string };
}

async function clearly<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw new StateUnavailable('The database gave no clear answer.', { cause: error });
  }
}
