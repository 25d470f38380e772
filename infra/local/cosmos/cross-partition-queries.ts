import type { Container } from './container.ts';
import type { Call } from './protocol.ts';
import { parseQuerySpec } from './sql-query.ts';

/** A query that asked all logical partitions, which is dear in the service. */
export interface CrossPartitionQuery {
  /** Name of the container. */
  readonly container: string;
  readonly query: string;
  readonly times: number;
}

export interface CrossPartitionQueries {
  note(container: Container, call: Call): void;
  list(): readonly CrossPartitionQuery[];
}

/** Texts above this number are no longer told apart, so that a client that writes values into texts fills no memory. */
const MAX_TEXTS = 10_000;

export function crossPartitionQueries(): CrossPartitionQueries {
  const seen = new Map<string, CrossPartitionQuery>();
  return {
    note({ definition: { id: container } }, { body }) {
      const { query } = parseQuerySpec(body);
      const key = JSON.stringify([container, query]);
      const times = (seen.get(key)?.times ?? 0) + 1;
      if (times > 1 || seen.size < MAX_TEXTS) seen.set(key, { container, query, times });
    },
    list: () => [...seen.values()],
  };
}
