/** Values under growing numbers: found by number, walked in order from any number, removed anywhere. */
export interface Sequence<T> {
  readonly size: number;
  /** `number` must be greater than every number appended before. */
  append(number: number, value: T): void;
  get(number: number): T | undefined;
  delete(number: number): boolean;
  /** The values from a number on, in order. */
  from(number: number): Generator<T>;
}

const COMPACT_FROM = 64;

export function sequence<T>(): Sequence<T> {
  const values = new Map<number, T>();
  let numbers: number[] = [];

  /** Index of the first number that is not below `number`. */
  function firstFrom(number: number): number {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return values.size;
    },
    append(number, value) {
      values.set(number, value);
      numbers.push(number);
    },
    get: (number) => values.get(number),
    delete(number) {
      const known = values.delete(number);
      if (numbers.length >= COMPACT_FROM && numbers.length > 2 * values.size) {
        numbers = numbers.filter((candidate) => values.has(candidate));
      }
      return known;
    },
    *from(number) {
      const walked = numbers; // a compaction meanwhile replaces the array and leaves this one whole
      for (let at = firstFrom(number); at < walked.length; at++) {
        const value = values.get(walked[at] as number);
        if (value !== undefined) yield value;
      }
    },
  };
}
