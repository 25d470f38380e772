import { randomUUID } from 'node:crypto';
import { matchesLike } from './like.ts';
import type { ArithmeticOperator, ComparisonOperator, Expression, PropertyName, Value } from './syntax.ts';

/** What a filter sees of a message. */
export interface FilterView {
  /** System properties under their names in lower case, such as `messageid`. */
  readonly system: Readonly<Record<string, Value>>;
  readonly application: ReadonlyMap<string, Value>;
}

/** A message passes only if the condition is true: neither false nor unknown. */
export const matches = (condition: Expression, view: FilterView) => evaluate(condition, view) === true;

/** The value of an expression, in the three-valued logic of SQL; null is unknown. */
export function evaluate(expression: Expression, view: FilterView): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value;
    case 'property':
      return propertyOf(view, expression.property);
    case 'exists':
      return propertyOf(view, expression.property) !== null;
    case 'newid':
      return randomUUID();
    case 'and': {
      const left = evaluate(expression.left, view);
      if (left === false) return false;
      const right = evaluate(expression.right, view);
      if (right === false) return false;
      return left === true && right === true ? true : null;
    }
    case 'or': {
      const left = evaluate(expression.left, view);
      if (left === true) return true;
      const right = evaluate(expression.right, view);
      if (right === true) return true;
      return left === false && right === false ? false : null;
    }
    case 'not': {
      const operand = evaluate(expression.operand, view);
      return typeof operand === 'boolean' ? !operand : null;
    }
    case 'negative': {
      const operand = evaluate(expression.operand, view);
      return typeof operand === 'number' ? -operand : null;
    }
    case 'comparison':
      return compare(expression.operator, evaluate(expression.left, view), evaluate(expression.right, view));
    case 'arithmetic':
      return calculate(expression.operator, evaluate(expression.left, view), evaluate(expression.right, view));
    case 'isNull':
      return evaluate(expression.operand, view) === null;
    case 'in':
      return isIn(
        evaluate(expression.operand, view),
        expression.candidates.map((candidate) => evaluate(candidate, view)),
      );
    case 'like': {
      const operand = evaluate(expression.operand, view);
      const pattern = evaluate(expression.pattern, view);
      if (operand === null || pattern === null) return null;
      return matchesLike(String(operand), String(pattern), expression.escape);
    }
  }
}

/** Names in SQL expressions are not case-sensitive, those in correlation filters are. */
function propertyOf({ system, application }: FilterView, { scope, name }: PropertyName): Value {
  if (scope === 'sys') return system[name.toLowerCase()] ?? null;
  const exact = application.get(name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, value] of application) if (key.toLowerCase() === wanted) return value;
  return null;
}

function compare(operator: ComparisonOperator, left: Value, right: Value): boolean | null {
  if (left === null || right === null) return null;
  if (typeof left !== typeof right && operator !== '=' && operator !== '<>') return null;
  switch (operator) {
    case '=':
      return left === right;
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function isIn(operand: Value, candidates: readonly Value[]): boolean | null {
  if (operand === null) return null;
  if (candidates.includes(operand)) return true;
  return candidates.includes(null) ? null : false;
}

function calculate(operator: ArithmeticOperator, left: Value, right: Value): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') return null;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    case '%':
      return right === 0 ? null : left % right;
  }
}
