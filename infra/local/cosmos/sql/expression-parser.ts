import {
  type Aggregate,
  type AggregateName,
  aggregateNames,
  type ChainOperator,
  type ComparisonOperator,
  type Expression,
  type Property,
  type Query,
} from './ast.ts';
import type { Cursor } from './cursor.ts';
import { anyWord, list, name } from './grammar.ts';
import type { Token } from './lexer.ts';
import { limits } from './limits.ts';

export interface ExpressionParser {
  /** Any expression. */
  expression(cursor: Cursor): Expression;
  /** A name and its steps: `c`, `c.a["b"][0]`. */
  path(cursor: Cursor): Expression;
}

/** The parser of expressions, given the one of whole queries for what stands in brackets. */
export function expressionParser(query: (cursor: Cursor) => Query): ExpressionParser {
  function expression(cursor: Cursor): Expression {
    return cursor.nested(() => conditional(cursor));
  }

  function conditional(cursor: Cursor): Expression {
    const test = operands(cursor, 'coalesce', '??', disjunction);
    if (!cursor.skip('?')) return test;
    const then = expression(cursor);
    cursor.expect(':');
    return { kind: 'conditional', test, then, otherwise: expression(cursor) };
  }

  function disjunction(cursor: Cursor): Expression {
    return operands(cursor, 'or', 'OR', conjunction);
  }

  function conjunction(cursor: Cursor): Expression {
    return operands(cursor, 'and', 'AND', negation);
  }

  function negation(cursor: Cursor): Expression {
    if (!cursor.skip('NOT')) return comparison(cursor);
    return not(cursor.nested(() => negation(cursor)));
  }

  function comparison(cursor: Cursor): Expression {
    const left = chain(cursor);
    if (cursor.at('=', '!=', '<>', '<', '<=', '>', '>=')) {
      const operator = comparisonOperator(cursor.advance());
      return { kind: 'comparison', operator, left, right: chain(cursor) };
    }
    if (!cursor.skip('NOT')) return membership(cursor, left) ?? left;
    return not(membership(cursor, left) ?? cursor.unexpected('IN, BETWEEN or LIKE'));
  }

  function membership(cursor: Cursor, operand: Expression): Expression | undefined {
    if (cursor.skip('IN')) return { kind: 'in', operand, candidates: candidates(cursor) };
    if (cursor.skip('BETWEEN')) {
      const low = chain(cursor);
      cursor.expect('AND');
      return { kind: 'between', operand, low, high: chain(cursor) };
    }
    if (!cursor.skip('LIKE')) return undefined;
    const pattern = chain(cursor);
    return { kind: 'like', operand, pattern, escape: cursor.skip('ESCAPE') ? chain(cursor) : undefined };
  }

  function candidates(cursor: Cursor): Expression[] {
    cursor.expect('(');
    const items = list(cursor, ')', expression);
    if (items.length === 0) cursor.fail('SC1001', 'Syntax error, the list of IN is empty.');
    if (items.length > limits.inListItems) cursor.fail('SC3001', `IN lists more than ${limits.inListItems} items.`);
    return items;
  }

  /** Binary operators of one level of precedence, the loosest first. */
  function chain(cursor: Cursor, level = 0): Expression {
    const operators = precedence[level];
    if (!operators) return unary(cursor);
    const first = chain(cursor, level + 1);
    const rest: { operator: ChainOperator; operand: Expression }[] = [];
    for (
      let operator = operators.find((text) => cursor.skip(text));
      operator;
      operator = operators.find((text) => cursor.skip(text))
    ) {
      rest.push({ operator, operand: chain(cursor, level + 1) });
    }
    return rest.length === 0 ? first : { kind: 'chain', first, rest };
  }

  function unary(cursor: Cursor): Expression {
    const operator = (['-', '+', '~'] as const).find((text) => cursor.skip(text));
    if (operator) return { kind: 'unary', operator, operand: cursor.nested(() => unary(cursor)) };
    return steps(cursor, primary(cursor));
  }

  function path(cursor: Cursor): Expression {
    return steps(cursor, identifier(cursor));
  }

  function steps(cursor: Cursor, from: Expression): Expression {
    const keys: Expression[] = [];
    for (;;) {
      if (cursor.skip('.')) {
        keys.push({ kind: 'literal', value: anyWord(cursor) });
      } else if (cursor.skip('[')) {
        keys.push(expression(cursor));
        cursor.expect(']');
      } else {
        return keys.length === 0 ? from : { kind: 'path', from, keys };
      }
    }
  }

  function primary(cursor: Cursor): Expression {
    const { token } = cursor;
    switch (token.kind) {
      case 'string':
      case 'number':
        cursor.advance();
        return { kind: 'literal', value: token.value };
      case 'parameter':
        cursor.advance();
        return { kind: 'parameter', name: token.name, at: token };
      case 'symbol':
        return bracketed(cursor);
      case 'word':
        return constants.has(token.keyword) ? constant(cursor) : word(cursor);
      case 'end':
        return cursor.unexpected('an expression');
    }
  }

  function bracketed(cursor: Cursor): Expression {
    if (cursor.skip('[')) return { kind: 'array', items: list(cursor, ']', expression) };
    if (cursor.skip('{')) return { kind: 'object', properties: list(cursor, '}', property) };
    if (!cursor.skip('(')) return cursor.unexpected('an expression');
    if (cursor.at('SELECT')) return subquery(cursor, 'scalar');
    const inner = expression(cursor);
    cursor.expect(')');
    return inner;
  }

  function word(cursor: Cursor): Expression {
    if (cursor.skip('EXISTS')) return openSubquery(cursor, 'exists');
    if (cursor.skip('ARRAY')) return openSubquery(cursor, 'array');
    if (cursor.at('UDF')) cursor.fail('SC2005', 'User-defined functions are not available.');
    const next = cursor.following;
    return next.kind === 'symbol' && next.text === '(' ? call(cursor) : identifier(cursor);
  }

  function openSubquery(cursor: Cursor, form: 'exists' | 'array'): Expression {
    cursor.expect('(');
    return subquery(cursor, form);
  }

  /** What stands after the opening bracket of a subquery. */
  function subquery(cursor: Cursor, form: 'scalar' | 'exists' | 'array'): Expression {
    const inner = cursor.nested(() => query(cursor));
    cursor.expect(')');
    return { kind: 'subquery', form, query: inner };
  }

  function call(cursor: Cursor): Expression {
    const at = cursor.advance();
    const name = at.kind === 'word' ? at.keyword : '';
    cursor.expect('(');
    const aggregate = aggregateNames.find((known) => known === name);
    if (aggregate) return aggregation(cursor, aggregate, at);
    return { kind: 'call', name, operands: list(cursor, ')', expression), at };
  }

  function aggregation(cursor: Cursor, name: AggregateName, at: Token): Expression {
    const { result: operand, aggregates } = cursor.collecting(() => expression(cursor));
    const [inner] = aggregates;
    if (inner) cursor.fail('SC2100', `Aggregate function '${inner.name}' may not stand within another one.`, inner.at);
    cursor.expect(')');
    const aggregate: Aggregate = { kind: 'aggregate', name, operand, at };
    cursor.collect(aggregate);
    return aggregate;
  }

  function property(cursor: Cursor): Property {
    const { token } = cursor;
    const name = token.kind === 'string' ? token.value : anyWord(cursor);
    if (token.kind === 'string') cursor.advance();
    cursor.expect(':');
    return { name, value: expression(cursor) };
  }

  return { expression, path };
}

const precedence: readonly (readonly ChainOperator[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['<<', '>>', '>>>'],
  ['+', '-', '||'],
  ['*', '/', '%'],
];

const constants: ReadonlyMap<string, boolean | null | undefined> = new Map([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
  ['UNDEFINED', undefined],
]);

function constant(cursor: Cursor): Expression {
  const token = cursor.advance();
  return { kind: 'literal', value: token.kind === 'word' ? constants.get(token.keyword) : undefined };
}

function identifier(cursor: Cursor): Expression {
  const at = cursor.token;
  return { kind: 'identifier', name: name(cursor), at };
}

function operands(
  cursor: Cursor,
  kind: 'and' | 'or' | 'coalesce',
  operator: string,
  operand: (cursor: Cursor) => Expression,
): Expression {
  const first = operand(cursor);
  const all = [first];
  while (cursor.skip(operator)) all.push(operand(cursor));
  if (all.length > limits.logicalOperands)
    cursor.fail('SC3001', `${operator} joins more than ${limits.logicalOperands} conditions.`);
  return all.length === 1 ? first : { kind, operands: all };
}

function not(operand: Expression): Expression {
  return { kind: 'unary', operator: 'NOT', operand };
}

function comparisonOperator(token: Token): ComparisonOperator {
  const text = token.kind === 'symbol' ? token.text : '';
  switch (text) {
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return text;
    default:
      return '!=';
  }
}
