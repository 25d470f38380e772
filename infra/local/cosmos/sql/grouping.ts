import type { AggregateName, Query } from './ast.ts';
import type { Evaluate, Row, Run } from './evaluation.ts';
import { type Compilation, compileExpression } from './expression-compiler.ts';
import { type Accumulator, accumulator } from './functions/aggregate.ts';
import { fingerprint, type Scope } from './scope.ts';
import { canonical, type Value } from './values.ts';

/** GROUP BY and aggregates: rows of groups out of rows of documents. */
export interface Grouping {
  readonly scope: Scope;
  /** One row per group: the row of the query around it, the keys, the aggregates; in the order in which the groups first appear. */
  readonly groups: (rows: Iterable<Row>, outer: Row, run: Run) => Iterable<Row>;
}

/** Compiles the grouping of a query that has GROUP BY or aggregates; the latter are compiled with the expressions around them, in `scope`. */
export function compileGrouping(query: Query, outer: Scope, members: Scope, compilation: Compilation): Grouping {
  const groupBy = query.groupBy ?? [];
  const keys = groupBy.map((key) => compileExpression(key, members, compilation));
  const aggregates: { readonly name: AggregateName; readonly operand: Evaluate }[] = [];
  const firstAggregate = outer.width + keys.length;
  const scope: Scope = {
    names: outer.names,
    width: firstAggregate + query.aggregates.length,
    atRoot: false,
    group: {
      keys: new Map(groupBy.map((key, index) => [fingerprint(key), outer.width + index])),
      members,
      aggregate({ name, operand }) {
        return (
          firstAggregate + aggregates.push({ name, operand: compileExpression(operand, members, compilation) }) - 1
        );
      },
    },
  };

  interface Group {
    readonly keys: readonly Value[];
    readonly totals: readonly Accumulator[];
  }
  const start = (values: readonly Value[]): Group => ({
    keys: values,
    totals: aggregates.map(({ name }) => accumulator(name)),
  });

  function groups(rows: Iterable<Row>, outerRow: Row, run: Run): Row[] {
    const found = new Map<string, Group>();
    // Without GROUP BY there is one group, even of no rows.
    if (!query.groupBy) found.set('', start([]));
    for (const row of rows) {
      const values = keys.map((key) => key(row, run));
      const name = values.map(canonical).join();
      const group = found.get(name) ?? start(values);
      found.set(name, group);
      for (const [index, { operand }] of aggregates.entries()) group.totals[index]?.add(operand(row, run));
    }
    return [...found.values()].map((group) => [
      ...outerRow,
      ...group.keys,
      ...group.totals.map((total) => total.result()),
    ]);
  }
  return { scope, groups };
}
