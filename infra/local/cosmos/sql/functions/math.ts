import { type BuiltIn, builtIn, finite, isInteger, isNumber, type Library, ofNumbers } from './built-in.ts';

/** Functions of numbers; undefined for anything else. */
export const math: Library = {
  ABS: ofNumbers(1, Math.abs),
  ACOS: ofNumbers(1, Math.acos),
  ASIN: ofNumbers(1, Math.asin),
  ATAN: ofNumbers(1, Math.atan),
  ATN2: ofNumbers(2, Math.atan2),
  CEILING: ofNumbers(1, Math.ceil),
  COS: ofNumbers(1, Math.cos),
  COT: ofNumbers(1, (angle) => 1 / Math.tan(angle)),
  DEGREES: ofNumbers(1, (radians) => (radians * 180) / Math.PI),
  EXP: ofNumbers(1, Math.exp),
  FLOOR: ofNumbers(1, Math.floor),
  INTADD: ofIntegers(2, (left, right) => left + right),
  INTBITAND: ofIntegers(2, (left, right) => left & right),
  INTBITLEFTSHIFT: ofIntegers(2, (left, right) => left << shift(right)),
  INTBITNOT: ofIntegers(1, (value) => ~value),
  INTBITOR: ofIntegers(2, (left, right) => left | right),
  INTBITRIGHTSHIFT: ofIntegers(2, (left, right) => left >> shift(right)),
  INTBITXOR: ofIntegers(2, (left, right) => left ^ right),
  INTDIV: ofIntegers(2, (left, right) => (right === 0n ? undefined : left / right)),
  INTMOD: ofIntegers(2, (left, right) => (right === 0n ? undefined : left % right)),
  INTMUL: ofIntegers(2, (left, right) => left * right),
  INTSUB: ofIntegers(2, (left, right) => left - right),
  LOG: builtIn(1, 2, (value, base = Math.E) =>
    isNumber(value) && isNumber(base) ? finite(Math.log(value) / Math.log(base)) : undefined,
  ),
  LOG10: ofNumbers(1, Math.log10),
  NUMBERBIN: builtIn(1, 2, (value, size = 1) =>
    isNumber(value) && isNumber(size) ? finite(Math.floor(value / size) * size) : undefined,
  ),
  PI: builtIn(0, 0, () => Math.PI),
  POWER: ofNumbers(2, (base, exponent) => base ** exponent),
  RADIANS: ofNumbers(1, (degrees) => (degrees * Math.PI) / 180),
  RAND: builtIn(0, 0, () => Math.random()),
  // The service rounds halves away from zero, Math.round towards positive infinity.
  ROUND: ofNumbers(1, (value) => Math.sign(value) * Math.round(Math.abs(value))),
  SIGN: ofNumbers(1, Math.sign),
  SIN: ofNumbers(1, Math.sin),
  SQRT: ofNumbers(1, Math.sqrt),
  SQUARE: ofNumbers(1, (value) => value * value),
  TAN: ofNumbers(1, Math.tan),
  TRUNC: ofNumbers(1, Math.trunc),
};

/** A function of 64-bit integers, wrapping around like the service's. */
function ofIntegers(count: number, call: (...integers: bigint[]) => bigint | undefined): BuiltIn {
  return builtIn(count, count, (...operands) => {
    if (!operands.every(isInteger)) return undefined;
    const result = call(...operands.map(BigInt));
    return result === undefined ? undefined : Number(BigInt.asIntN(64, result));
  });
}

function shift(bits: bigint): bigint {
  return BigInt.asUintN(6, bits);
}
