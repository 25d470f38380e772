import type { Json } from '../json.ts';
import type { Expression, Query } from './ast.ts';
import { and, chain, coalesce, or, path } from './combinators.ts';
import type { Span, SqlErrorCode } from './errors.ts';
import type { Evaluate, Row, Run } from './evaluation.ts';
import { currentTime } from './functions/date-and-time.ts';
import { builtInFunction } from './functions/index.ts';
import { like } from './functions/like.ts';
import { compare, unary } from './operators.ts';
import { fingerprint, type Scope } from './scope.ts';
import { equals, isPrimitive, objectOf, type Value } from './values.ts';

/** What all parts of one query text share while they are compiled. */
export interface Compilation {
  readonly parameters: ReadonlyMap<string, Value>;
  fail(code: SqlErrorCode, message: string, at: Span): never;
  subquery(query: Query, scope: Scope): Subquery;
}

/** The results of a subquery for one row of the query around it. */
export type Subquery = (row: Row, run: Run) => Iterable<Json>;

/** Turns an expression into a function of a row. Fails on names and functions that do not exist. */
export function compileExpression(expression: Expression, scope: Scope, compilation: Compilation): Evaluate {
  const groupKey = scope.group?.keys.get(fingerprint(expression));
  if (groupKey !== undefined) return (row) => row[groupKey];
  const compiled = (inner: Expression): Evaluate => compileExpression(inner, scope, compilation);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'parameter': {
      const value = parameter(expression, compilation);
      return () => value;
    }
    case 'identifier': {
      const slot = slotOf(expression, scope, compilation);
      return (row) => row[slot];
    }
    case 'path':
      return path(compiled(expression.from), expression.keys.map(compiled));
    case 'unary': {
      const [{ operator }, operand] = [expression, compiled(expression.operand)];
      return (row, run) => unary(operator, operand(row, run));
    }
    case 'chain':
      return chain(
        compiled(expression.first),
        expression.rest.map(({ operator, operand }) => ({ operator, operand: compiled(operand) })),
      );
    case 'comparison': {
      const [{ operator }, left, right] = [expression, compiled(expression.left), compiled(expression.right)];
      return (row, run) => compare(operator, left(row, run), right(row, run));
    }
    case 'and':
      return and(expression.operands.map(compiled));
    case 'or':
      return or(expression.operands.map(compiled));
    case 'coalesce':
      return coalesce(expression.operands.map(compiled));
    case 'conditional': {
      const [test, then, otherwise] = [
        compiled(expression.test),
        compiled(expression.then),
        compiled(expression.otherwise),
      ];
      return (row, run) => (test(row, run) === true ? then(row, run) : otherwise(row, run));
    }
    case 'in':
      return membership(compiled(expression.operand), expression.candidates, compiled, compilation);
    case 'between': {
      const [operand, low, high] = [compiled(expression.operand), compiled(expression.low), compiled(expression.high)];
      return and([
        (row, run) => compare('>=', operand(row, run), low(row, run)),
        (row, run) => compare('<=', operand(row, run), high(row, run)),
      ]);
    }
    case 'like': {
      const [operand, pattern] = [compiled(expression.operand), compiled(expression.pattern)];
      const escapeCharacter = expression.escape ? compiled(expression.escape) : () => '';
      return (row, run) => matchesPattern(operand(row, run), pattern(row, run), escapeCharacter(row, run));
    }
    case 'call':
      return call(expression, expression.operands.map(compiled), compilation);
    case 'aggregate': {
      const slot = scope.group?.aggregate(expression);
      if (slot === undefined)
        return compilation.fail('SC2100', `Aggregate function '${expression.name}' may not stand here.`, expression.at);
      return (row) => row[slot];
    }
    case 'array': {
      const items = expression.items.map(compiled);
      return (row, run) => items.map((item) => item(row, run)).filter((item) => item !== undefined);
    }
    case 'object': {
      const properties = expression.properties.map(({ name, value }) => [name, compiled(value)] as const);
      return (row, run) => objectOf(properties.map(([name, value]) => [name, value(row, run)]));
    }
    case 'subquery':
      return subquery(expression, compilation.subquery(expression.query, scope), compilation);
  }
}

function parameter({ name, at }: Extract<Expression, { kind: 'parameter' }>, compilation: Compilation): Value {
  if (!compilation.parameters.has(name)) compilation.fail('SC2001', `Identifier '${name}' could not be resolved.`, at);
  return compilation.parameters.get(name);
}

function slotOf(
  { name, at }: Extract<Expression, { kind: 'identifier' }>,
  scope: Scope,
  compilation: Compilation,
): number {
  const slot = scope.names.get(name);
  if (slot !== undefined) return slot;
  if (scope.group?.members.names.has(name)) {
    const reason = 'because it is not contained in either an aggregate function or the GROUP BY clause';
    compilation.fail('SC2103', `Property reference '${name}' is invalid in the select list ${reason}.`, at);
  }
  return compilation.fail('SC2001', `Identifier '${name}' could not be resolved.`, at);
}

function membership(
  operand: Evaluate,
  candidates: readonly Expression[],
  compiled: (expression: Expression) => Evaluate,
  compilation: Compilation,
): Evaluate {
  const constants = new Set<Value>();
  const others: Evaluate[] = [];
  for (const candidate of candidates) {
    const value =
      candidate.kind === 'literal'
        ? candidate.value
        : candidate.kind === 'parameter'
          ? parameter(candidate, compilation)
          : undefined;
    if (isPrimitive(value)) constants.add(value);
    else others.push(compiled(candidate));
  }
  return (row, run) => {
    const value = operand(row, run);
    if (value === undefined) return undefined;
    return constants.has(value) || others.some((other) => equals(value, other(row, run)) === true);
  };
}

function matchesPattern(text: Value, pattern: Value, escapeCharacter: Value): boolean | undefined {
  if (
    typeof text !== 'string' ||
    typeof pattern !== 'string' ||
    typeof escapeCharacter !== 'string' ||
    escapeCharacter.length > 1
  )
    return undefined;
  return like(text, pattern, escapeCharacter);
}

function call(
  { name, at }: Extract<Expression, { kind: 'call' }>,
  operands: readonly Evaluate[],
  compilation: Compilation,
): Evaluate {
  const instant = currentTime[name];
  if (instant && operands.length === 0) return (_, run) => instant(run.now);
  const known = builtInFunction(name);
  if (!known) return compilation.fail('SC2005', `'${name}' is not a recognized built-in function name.`, at);
  if (operands.length < known.minimum || operands.length > known.maximum) {
    const expected = known.minimum === known.maximum ? `${known.minimum}` : `${known.minimum} to ${known.maximum}`;
    return compilation.fail('SC2050', `The ${name} function takes ${expected} operands, not ${operands.length}.`, at);
  }
  return (row, run) => known.call(...operands.map((operand) => operand(row, run)));
}

function subquery(
  { form, query }: Extract<Expression, { kind: 'subquery' }>,
  results: Subquery,
  compilation: Compilation,
): Evaluate {
  switch (form) {
    case 'scalar':
      return (row, run) => {
        const [value, another] = results(row, run);
        if (another === undefined) return value;
        const message = 'The cardinality of a scalar subquery result set cannot be greater than one.';
        return compilation.fail('SC2105', message, query.at);
      };
    case 'exists':
      return (row, run) => {
        const [value] = results(row, run);
        return value !== undefined;
      };
    case 'array':
      return (row, run) => [...results(row, run)];
  }
}
