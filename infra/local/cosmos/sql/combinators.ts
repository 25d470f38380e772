import type { ChainOperator } from './ast.ts';
import type { Evaluate } from './evaluation.ts';
import { combine } from './operators.ts';
import { member } from './values.ts';

/** Steps from a value along keys. */
export function path(from: Evaluate, keys: readonly Evaluate[]): Evaluate {
  return (row, run) => {
    let value = from(row, run);
    for (const key of keys) value = member(value, key(row, run));
    return value;
  };
}

/** Binary operators of one precedence, from left to right. */
export function chain(first: Evaluate, rest: readonly { operator: ChainOperator; operand: Evaluate }[]): Evaluate {
  return (row, run) => {
    let value = first(row, run);
    for (const { operator, operand } of rest) value = combine(operator, value, operand(row, run));
    return value;
  };
}

/** AND of three values: false settles the matter wherever it stands, anything but a boolean leaves it open. */
export function and(operands: readonly Evaluate[]): Evaluate {
  return junction(operands, false);
}

/** OR of three values: true settles the matter wherever it stands, anything but a boolean leaves it open. */
export function or(operands: readonly Evaluate[]): Evaluate {
  return junction(operands, true);
}

/** `??`: the first value that is defined; null is. */
export function coalesce(operands: readonly Evaluate[]): Evaluate {
  return (row, run) => {
    for (const operand of operands) {
      const value = operand(row, run);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function junction(operands: readonly Evaluate[], decisive: boolean): Evaluate {
  return (row, run) => {
    let result: boolean | undefined = !decisive;
    for (const operand of operands) {
      const value = operand(row, run);
      if (value === decisive) return decisive;
      if (value !== !decisive) result = undefined;
    }
    return result;
  };
}
