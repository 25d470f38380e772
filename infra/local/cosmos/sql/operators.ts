import type { ChainOperator, ComparisonOperator, UnaryOperator } from './ast.ts';
import { concatenate } from './functions/string.ts';
import { equals, lessThan, type Value } from './values.ts';

/** The result of a unary operator; undefined where the operand does not fit. */
export function unary(operator: UnaryOperator, operand: Value): Value {
  if (operator === 'NOT') return typeof operand === 'boolean' ? !operand : undefined;
  return typeof operand === 'number' ? signs[operator](operand) : undefined;
}

/** A comparison: true, false, or undefined where the operands cannot be compared. */
export function compare(operator: ComparisonOperator, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case '=':
      return equals(left, right);
    case '!=':
      return not(equals(left, right));
    case '<':
      return lessThan(left, right);
    case '>':
      return lessThan(right, left);
    case '<=':
      return not(lessThan(right, left));
    case '>=':
      return not(lessThan(left, right));
  }
}

/** An arithmetic, bitwise or string operator; undefined where the operands do not fit or the result is no finite number. */
export function combine(operator: ChainOperator, left: Value, right: Value): Value {
  if (operator === '||') return concatenate([left, right]);
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const result = arithmetic[operator](left, right);
  return Number.isFinite(result) ? result : undefined;
}

const signs: Readonly<Record<Exclude<UnaryOperator, 'NOT'>, (operand: number) => number>> = {
  '-': (operand) => -operand,
  '+': (operand) => operand,
  '~': (operand) => ~operand,
};

const arithmetic: Readonly<Record<Exclude<ChainOperator, '||'>, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '|': (left, right) => left | right,
  '&': (left, right) => left & right,
  '^': (left, right) => left ^ right,
  '<<': (left, right) => left << right,
  '>>': (left, right) => left >> right,
  '>>>': (left, right) => left >>> right,
};

function not(operand: boolean | undefined): boolean | undefined {
  return operand === undefined ? undefined : !operand;
}
