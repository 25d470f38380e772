import type { Aggregate, Expression } from './ast.ts';

/** Where the names of a query stand in its rows. */
export interface Scope {
  readonly names: ReadonlyMap<string, number>;
  /** Slots in a row. */
  readonly width: number;
  /** Whether any name in FROM means the document, as nothing is bound yet. */
  readonly atRoot: boolean;
  /** Present where rows stand for groups. */
  readonly group?: GroupScope;
}

export interface GroupScope {
  /** Slots of the GROUP BY expressions by {@link fingerprint}. */
  readonly keys: ReadonlyMap<string, number>;
  /** The scope of the rows that the groups are made of: the one of the aggregates' operands. */
  readonly members: Scope;
  /** Compiles an aggregate's operand, and returns the slot of its result. */
  aggregate(aggregate: Aggregate): number;
}

/** A row of slot 0 alone, the document. */
export const rootScope: Scope = { names: new Map(), width: 1, atRoot: true };

/** `scope` with a further name for a slot that it has. */
export function withName(scope: Scope, name: string, slot: number): Scope {
  return { ...scope, names: new Map(scope.names).set(name, slot), atRoot: false };
}

/** `scope` with a further slot at the end of its rows. */
export function withSlot(scope: Scope, name: string): Scope {
  return withName({ ...scope, width: scope.width + 1 }, name, scope.width);
}

/** A text that is the same for expressions that are written alike. */
export function fingerprint(expression: Expression): string {
  return JSON.stringify(expression, (property, value) => (property === 'at' ? undefined : value));
}
