import rhea from 'rhea';

/*
 * An array whose elements have no bytes (true, null, zero) can announce four thousand million of them in a frame of a few
 * bytes, and rhea would make them all. The reader is shared by everything in the process that uses rhea; no honest
 * message comes near the bound.
 */

interface Reader {
  read_array_items(count: number, type: unknown): unknown[];
}

const LARGEST_COUNT = 1_000_000;

const { Reader } = rhea.types as unknown as { readonly Reader: { readonly prototype: Reader } };
const { read_array_items } = Reader.prototype;

Reader.prototype.read_array_items = function boundedArrayItems(this: Reader, count, type) {
  if (count > LARGEST_COUNT) throw new RangeError(`An array announces ${count} elements.`);
  return read_array_items.call(this, count, type);
};
