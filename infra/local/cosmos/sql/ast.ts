import type { Json } from '../json.ts';
import type { Span } from './errors.ts';

/** Chains (`a + b - c`, `a.b.c`, `a AND b`) are flat, so that only brackets make a tree deep. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json | undefined }
  | { readonly kind: 'parameter'; readonly name: string; readonly at: Span }
  | { readonly kind: 'identifier'; readonly name: string; readonly at: Span }
  | { readonly kind: 'path'; readonly from: Expression; readonly keys: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'chain'; readonly first: Expression; readonly rest: readonly Link[] }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'and' | 'or' | 'coalesce'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'in'; readonly operand: Expression; readonly candidates: readonly Expression[] }
  | { readonly kind: 'between'; readonly operand: Expression; readonly low: Expression; readonly high: Expression }
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
    }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[]; readonly at: Span }
  | Aggregate
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly properties: readonly Property[] }
  | { readonly kind: 'subquery'; readonly form: 'scalar' | 'exists' | 'array'; readonly query: Query };

export type UnaryOperator = '-' | '+' | '~' | 'NOT';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ChainOperator = '+' | '-' | '*' | '/' | '%' | '|' | '&' | '^' | '<<' | '>>' | '>>>' | '||';
export const aggregateNames = ['COUNT', 'COUNTIF', 'SUM', 'AVG', 'MIN', 'MAX', 'MAKELIST', 'MAKESET'] as const;
export type AggregateName = (typeof aggregateNames)[number];

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly name: AggregateName;
  readonly operand: Expression;
  readonly at: Span;
}

export interface Link {
  readonly operator: ChainOperator;
  readonly operand: Expression;
}

export interface Property {
  readonly name: string;
  readonly value: Expression;
}

export type Selection =
  | { readonly kind: 'star'; readonly at: Span }
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'list'; readonly properties: readonly Property[] };

/** One input of FROM or JOIN: a value itself, each element of an array, or each result of a subquery. */
export type Source = { readonly alias: string; readonly at: Span } & (
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'elements'; readonly of: Expression }
  | { readonly kind: 'subquery'; readonly query: Query }
);

export interface SortKey {
  readonly value: Expression;
  readonly descending: boolean;
  readonly at: Span;
}

/** A number that may be given as a parameter. */
export interface Count {
  readonly value: Expression;
  readonly at: Span;
}

export interface Query {
  readonly distinct: boolean;
  readonly top: Count | undefined;
  readonly selection: Selection;
  readonly sources: readonly Source[];
  readonly where: Expression | undefined;
  /** Undefined without GROUP BY. */
  readonly groupBy: readonly Expression[] | undefined;
  readonly orderBy: readonly SortKey[];
  readonly page: { readonly offset: Count; readonly limit: Count } | undefined;
  /** The aggregates of this query alone, its subqueries left out, in the order of the text. */
  readonly aggregates: readonly Aggregate[];
  readonly at: Span;
}
