import type { Call, Version } from '../graph/call.ts';
import { badRequest } from '../graph/errors.ts';
import type { Comparison, Filter, Literal, TextTest } from './filter.ts';
import { type Operator, propertyOf, type Shape } from './shape.ts';

/** The condition of a filter on rows. Whoever calls this has checked the filter. */
export function condition<Row>(filter: Filter, shape: Shape<Row>, call: Call): (row: Row) => boolean {
  const read = (row: Row) => (path: string) => {
    const [first = '', ...rest] = path.split('/');
    return walk(propertyOf(shape, first, call.version).of(row, call), rest);
  };
  const types = (name: string) => name.replace('#', '') === shape.type;
  return (row) => holds(filter, read(row), types);
}

/** The paths that a filter uses in a way that the shape does not declare. */
export function undeclared<Row>(filter: Filter, shape: Shape<Row>, version: Version): string[] {
  return uses(filter)
    .filter(({ path, operator }) => {
      const [first = ''] = path.split('/');
      return !propertyOf(shape, first, version).filter?.includes(operator);
    })
    .map(({ path }) => path);
}

export function usesIn(filter: Filter): boolean {
  return uses(filter).some(({ operator }) => operator === 'in');
}

interface Use {
  readonly path: string;
  readonly operator: Operator;
}

function uses(filter: Filter): Use[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...uses(filter.left), ...uses(filter.right)];
    case 'not':
      return uses(filter.of);
    case 'compare':
      return [{ path: filter.path, operator: filter.operator }];
    case 'in':
    case 'any':
      return [{ path: filter.path, operator: filter.kind }];
    case 'test':
      return [{ path: filter.path, operator: filter.test }];
    case 'isof':
      return [];
  }
}

type Read = (path: string) => unknown;

function holds(filter: Filter, read: Read, isType: (name: string) => boolean): boolean {
  switch (filter.kind) {
    case 'and':
      return holds(filter.left, read, isType) && holds(filter.right, read, isType);
    case 'or':
      return holds(filter.left, read, isType) || holds(filter.right, read, isType);
    case 'not':
      return !holds(filter.of, read, isType);
    case 'compare':
      return compares(read(filter.path), filter.operator, filter.literal);
    case 'in':
      return filter.literals.some((literal) => compares(read(filter.path), 'eq', literal));
    case 'test':
      return tests(read(filter.path), filter.test, filter.literal);
    case 'any': {
      const elements = read(filter.path);
      if (!Array.isArray(elements)) return false;
      return elements.some((element) => holds(filter.of, elementReader(filter.variable, element), isType));
    }
    case 'isof':
      return isType(filter.type);
  }
}

function elementReader(variable: string, element: unknown): Read {
  return (path) => {
    const [first, ...rest] = path.split('/');
    if (first !== variable) throw badRequest(`Invalid filter clause: '${path}' does not start with '${variable}'.`);
    return walk(element, rest);
  };
}

function walk(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function compares(value: unknown, operator: Comparison, literal: Literal): boolean {
  if (literal.kind === 'null') return operator === 'eq' ? value == null : operator === 'ne' && value != null;
  if (value == null) return operator === 'ne';
  const [left, right] = comparable(value, literal);
  switch (operator) {
    case 'eq':
      return left === right;
    case 'ne':
      return left !== right;
    case 'gt':
      return left > right;
    case 'ge':
      return left >= right;
    case 'lt':
      return left < right;
    case 'le':
      return left <= right;
  }
}

type Comparable = readonly [string, string] | readonly [number, number];

/** Graph compares text without case. */
function comparable(value: unknown, literal: Exclude<Literal, { kind: 'null' }>): Comparable {
  if (literal.kind === 'text' && typeof value === 'string') return [value.toLowerCase(), literal.value.toLowerCase()];
  if (literal.kind === 'moment' && typeof value === 'string') return [Date.parse(value), literal.value];
  if (literal.kind === 'number' && typeof value === 'number') return [value, literal.value];
  if (literal.kind === 'boolean' && typeof value === 'boolean') return [Number(value), Number(literal.value)];
  throw badRequest('Invalid filter clause: A binary operator with incompatible types was detected.');
}

function tests(value: unknown, test: TextTest, literal: Literal): boolean {
  if (literal.kind !== 'text') throw badRequest(`Invalid filter clause: '${test}' takes text.`);
  if (typeof value !== 'string') return false;
  const [text, part] = [value.toLowerCase(), literal.value.toLowerCase()];
  switch (test) {
    case 'startswith':
      return text.startsWith(part);
    case 'endswith':
      return text.endsWith(part);
    case 'contains':
      return text.includes(part);
  }
}
