import { type Cursor, cursor } from './cursor.ts';
import { tokenize } from './lexer.ts';
import type { ComparisonOperator, Expression, PropertyName, Statement } from './syntax.ts';
import { syntaxError } from './syntax-error.ts';

/** Parses the condition of an SQL filter. Refuses with `com.microsoft:argument-error` and the place of the mistake. */
export function parseFilter(expression: string): Expression {
  const tokens = cursor(tokenize(expression));
  const condition = disjunction(tokens);
  tokens.end();
  return condition;
}

/** Parses the statements of a rule's action: `SET name = value; REMOVE name`. */
export function parseAction(action: string): Statement[] {
  const tokens = cursor(tokenize(action));
  const statements: Statement[] = [];
  do {
    if (tokens.atEnd()) break;
    statements.push(statement(tokens));
  } while (tokens.symbol(';'));
  tokens.end();
  return statements;
}

function statement(tokens: Cursor): Statement {
  if (tokens.keyword('REMOVE')) return { kind: 'remove', property: applicationProperty(tokens) };
  if (!tokens.keyword('SET')) throw tokens.unexpected();
  const property = applicationProperty(tokens);
  tokens.expect('=');
  return { kind: 'set', property, value: sum(tokens) };
}

function applicationProperty(tokens: Cursor): PropertyName {
  const property = propertyName(tokens);
  if (property.scope === 'user') return property;
  throw syntaxError(`An action cannot change the system property '${property.name}'.`, 0);
}

function disjunction(tokens: Cursor): Expression {
  let left = conjunction(tokens);
  while (tokens.keyword('OR')) left = { kind: 'or', left, right: conjunction(tokens) };
  return left;
}

function conjunction(tokens: Cursor): Expression {
  let left = negation(tokens);
  while (tokens.keyword('AND')) left = { kind: 'and', left, right: negation(tokens) };
  return left;
}

function negation(tokens: Cursor): Expression {
  if (tokens.keyword('NOT')) return { kind: 'not', operand: negation(tokens) };
  return predicate(tokens);
}

const COMPARISONS: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function predicate(tokens: Cursor): Expression {
  const left = sum(tokens);
  const symbol = tokens.symbol(...Object.keys(COMPARISONS));
  const operator = symbol && COMPARISONS[symbol];
  if (operator) return { kind: 'comparison', operator, left, right: sum(tokens) };
  if (tokens.keyword('IS')) {
    const negated = tokens.keyword('NOT');
    if (!tokens.keyword('NULL')) throw tokens.unexpected();
    return negate(negated, { kind: 'isNull', operand: left });
  }
  const negated = tokens.keyword('NOT');
  if (tokens.keyword('IN')) return negate(negated, { kind: 'in', operand: left, candidates: list(tokens) });
  if (tokens.keyword('LIKE')) return negate(negated, like(tokens, left));
  if (negated) throw tokens.unexpected();
  return left;
}

const negate = (negated: boolean, operand: Expression): Expression => (negated ? { kind: 'not', operand } : operand);

function list(tokens: Cursor): Expression[] {
  tokens.expect('(');
  const items = [sum(tokens)];
  while (tokens.symbol(',')) items.push(sum(tokens));
  tokens.expect(')');
  return items;
}

function like(tokens: Cursor, operand: Expression): Expression {
  const pattern = sum(tokens);
  if (!tokens.keyword('ESCAPE')) return { kind: 'like', operand, pattern, escape: undefined };
  const escapeText = sum(tokens);
  if (escapeText.kind !== 'constant' || typeof escapeText.value !== 'string' || escapeText.value.length !== 1)
    throw syntaxError('ESCAPE must be followed by a text of one character.', 0);
  return { kind: 'like', operand, pattern, escape: escapeText.value };
}

function sum(tokens: Cursor): Expression {
  let left = product(tokens);
  for (let symbol = tokens.symbol('+', '-'); symbol; symbol = tokens.symbol('+', '-'))
    left = { kind: 'arithmetic', operator: symbol, left, right: product(tokens) };
  return left;
}

function product(tokens: Cursor): Expression {
  let left = unary(tokens);
  for (let symbol = tokens.symbol('*', '/', '%'); symbol; symbol = tokens.symbol('*', '/', '%'))
    left = { kind: 'arithmetic', operator: symbol, left, right: unary(tokens) };
  return left;
}

function unary(tokens: Cursor): Expression {
  if (tokens.symbol('-')) return { kind: 'negative', operand: unary(tokens) };
  if (tokens.symbol('+')) return unary(tokens);
  return primary(tokens);
}

function primary(tokens: Cursor): Expression {
  if (tokens.symbol('(')) {
    const inner = disjunction(tokens);
    tokens.expect(')');
    return inner;
  }
  const literal = tokens.literal();
  if (literal) return { kind: 'constant', value: literal.value };
  if (tokens.keyword('TRUE')) return { kind: 'constant', value: true };
  if (tokens.keyword('FALSE')) return { kind: 'constant', value: false };
  if (tokens.keyword('NULL')) return { kind: 'constant', value: null };
  if (tokens.keyword('EXISTS')) return { kind: 'exists', property: inParentheses(tokens, propertyName) };
  if (tokens.call('NEWID')) return { kind: 'newid' };
  if (tokens.call('PROPERTY') || tokens.call('P')) return propertyFunction(tokens);
  return { kind: 'property', property: propertyName(tokens) };
}

function inParentheses<T>(tokens: Cursor, parse: (tokens: Cursor) => T): T {
  tokens.expect('(');
  const parsed = parse(tokens);
  tokens.expect(')');
  return parsed;
}

/** `property('name')`: the name is given as a text; the opening parenthesis has been read. */
function propertyFunction(tokens: Cursor): Expression {
  const name = tokens.literal();
  if (typeof name?.value !== 'string') throw tokens.unexpected();
  tokens.expect(')');
  return { kind: 'property', property: { scope: 'user', name: name.value } };
}

function propertyName(tokens: Cursor): PropertyName {
  const first = tokens.word();
  if (!tokens.symbol('.')) return { scope: 'user', name: first.text };
  const scope = first.text.toLowerCase();
  if (scope !== 'sys' && scope !== 'user') throw syntaxError(`'${first.text}' is neither 'sys' nor 'user'.`, first.at);
  return { scope, name: tokens.word().text };
}
