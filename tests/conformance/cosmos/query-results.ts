import assert from 'node:assert/strict';
import type { FeedOptions, JSONValue } from '@azure/cosmos';
import { refused } from './checks.ts';
import type { Fixture } from './fixture.ts';

type Run = (fixture: Fixture) => Promise<void>;

/** The query yields just these results, in this order. */
export function yields(
  query: string,
  expected: readonly unknown[],
  parameters: Readonly<Record<string, JSONValue>> = {},
  options: FeedOptions = {},
): Run {
  return async (fixture) => {
    assert.deepEqual(await resultsOf(fixture, query, parameters, options), expected);
  };
}

/** The query yields just these results, in any order. */
export function yieldsSet(
  query: string,
  expected: readonly unknown[],
  parameters: Readonly<Record<string, JSONValue>> = {},
): Run {
  return async (fixture) => {
    const results = await resultsOf(fixture, query, parameters, {});
    assert.deepEqual(
      results.map((result) => JSON.stringify(result)).sort(),
      expected.map((result) => JSON.stringify(result)).sort(),
    );
  };
}

/** The results of a query over the measurements; parameters without their `@`. */
export async function resultsOf(
  { measurements: container }: Fixture,
  query: string,
  values: Readonly<Record<string, JSONValue>>,
  options: FeedOptions,
): Promise<unknown[]> {
  const parameters = Object.entries(values).map(([name, value]) => ({ name: `@${name}`, value }));
  return (await container.items.query({ query, parameters }, options).fetchAll()).resources;
}

/** The query is refused with 400. */
export function isRefused(query: string): Run {
  return async ({ measurements: container }) => {
    await refused(400, container.items.query(query).fetchAll());
  };
}

/** The value of an expression for the document whose `n` is 7: `g` 3, tag `t2`, `nested.v` 14. */
export function evaluates(expression: string, ...expected: readonly unknown[]): Run {
  return yields(`SELECT VALUE ${expression} FROM c WHERE c.id = 'x7'`, expected);
}

/** Options of a query that stays within the ten measurements of one partition. */
export const onePartition: FeedOptions = { partitionKey: 'k0' };
